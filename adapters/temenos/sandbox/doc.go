// Package sandbox plays Temenos Infinity's Customer Actions Management: the
// login, the two profile operations and the four user-action operations.
//
// # Login
//
// POST /authService/{serviceId}/login, form-encoded, with the headers
// X-Kony-App-Key and X-Kony-App-Secret. With ?provider=... the form carries
// UserName and Password (and loginOptions, if any, as JSON); without a provider
// the body is empty and the session anonymous. Each may be anything but "wrong".
// Operations want
// claims_token.value in X-Kony-Authorization, bare. A session lasts half an
// hour. The user "sandbox-user-expired" gets a session that has expired
// already.
//
// createProspectProfile is for authenticated users: an anonymous session gets
// 401 there, unless the service id begins with "anon".
//
// # How a session finds its application
//
// createProspectProfile makes an application and binds the session to it. The
// vendor does not say how another session, after a restart for example, gets
// back to that application. Here it does so by naming it:
//
//   - Any operation but the two below takes Application_id, which the vendor
//     lists for the profile calls, as a field of its body. It binds a session
//     that has no application; a session that has another one is refused.
//   - uploadDocument and updateUserAction follow the last part of the
//     UserActionIdentifier, for every session, and bind one that has none.
//   - A session that names nothing and has nothing sees the standing
//     application 7QX2MKD, of an applicant and a co-applicant.
//
// # Applications
//
// An applicant brings three user actions that come before submission, and one
// that comes after ("isPre": "false"); each co-applicant of
// updateProspectProfile, told apart by EntityId, brings two more.
// createPreRequirements adds the question TimeOnCurrentAddress as a Date; the
// standing application shows it as a Text until then. Answers: status
// Submitted with a text, a date as DD/MM/YYYY, or nothing for a document
// upload; or status Skipped where Skippable is "true".
//
// # Magic values
//
// values lists e-mail addresses and names of files with their answers; GET /_sandbox
// gives the list to callers.
//
// # Errors
//
// The vendor documents none. What the sandbox finds wrong with a value is a
// business error: HTTP 200, opstatus 0 and one of these codes of its own,
//
//	20001  a mandatory field is missing
//	20002  a field has the wrong format
//	20003  no such application or user action
//	20004  not allowed for this action or session
//	20005  the document is refused
//
// and what it cannot read at all has opstatus 90001 with errmsg. A missing or
// expired session is 401.
package sandbox

// What a login may say.
const (
	AppKey      = "sandbox-app-key"
	AppSecret   = "sandbox-app-secret" //nolint:gosec // the sandbox alone takes it
	Username    = "sandbox-user"
	Password    = "sandbox-password"
	expiredUser = "sandbox-user-expired"
)

// The standing application, as samples/list_requirements.ok.json shows it.
const (
	demoApplication = "7QX2MKD"
	demoApplicant   = "1730046281"
	demoCoApplicant = "1095527713"
	demoEntity      = "64b0c1d2e3f405162738495a"
)
