// Package temenos speaks to Temenos Infinity's Customer Actions Management:
// prospect profiles, the user actions that an application still wants, and
// documents. Quirk ids such as TEM-4 stand at each of the vendor's oddities.
//
// # Sessions
//
// The vendor chooses the personal data it shows by the session and not by a
// key in the request (TEM-19), so every application has a session of its own:
// a new customer begins with a fresh one, which is then remembered under the
// Application_id that the vendor answers. In it the lists of user actions are
// asked for as documented, without naming the application. Once it has run out,
// after a restart and on another replica, the session is fresh and knows no
// application, so it is named wherever a body has room. An answer about another
// application than the one asked for is refused: showing it would show one person
// another's data. The end of each action's identifier says whose it is, and actions
// of others are left out as long as one is the application's own. A test system
// that replays samples needs the setting other_subjects.
//
// # What has a place
//
// fields.go lists it. A profile has a place for one mail address, one mobile number
// and one consent; canonical.Ignore names the others.
//
// A co-applicant is a customer of their own, made with the role co_applicant and
// the customer_id of an applicant, or the application_id alone. An update is always
// about one: the vendor documents no other, and the id of an applicant is refused.
// The id, or else vendor_ids.entity_id, says who; without either it is the
// co-applicant of that application. Nothing can be cleared, because the vendor
// does not say what an empty value does.
//
// # Requirements
//
// The vendor lists the user actions of one phase at a time. Without a phase
// the list holds both: two reads, since half a list would look like a whole
// one. The id of a requirement carries its kind, so that an answer that cannot
// be meant, such as a text for a date, is refused before the call. A date is
// written the way only the vendor's prose asks for (TEM-14). A text, which may
// be empty, submits a document upload whose documents are there.
//
// # Documents
//
// The vendor names .pdf, .jpg and .png as examples of what it takes. Others
// are refused here: a media type can be held against an extension only where
// both are known (TEM-16).
package temenos
