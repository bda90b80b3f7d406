package temenos_test

import (
	"canongate/adapters/conformance"
	"canongate/canonical"
)

const (
	theOutcome = "says whether the call was a success"
	byID       = "is what the id holds"
)

// member is one of a table of the vendor's document.
type member struct{ name, to, reason string }

// documented are the members of the page "Customer Actions Management", in its
// order. Where only the text or only the sample has one, it counts.
func documented() (list []conformance.Documented) {
	add := func(section, operation string, in canonical.Direction, members ...member) {
		for _, m := range members {
			list = append(list, conformance.Documented{Section: section, Operation: operation, In: in, Member: m.name, To: m.to, Reason: m.reason})
		}
	}
	outcome := []member{{"opstatus", conformance.ByAdapter, theOutcome}, {"httpStatusCode", conformance.ByAdapter, theOutcome}}
	add("createProspectProfile", "create_customer", canonical.InRequest, newProspect...)
	add("createProspectProfile", "create_customer", canonical.InRequest, prospect...)
	add("createProspectProfile", "create_customer", canonical.InAnswer,
		member{"Party_Id", "/vendor_ids/party_id", ""}, member{"Application_id", "/vendor_ids/application_id", ""})
	add("createProspectProfile", "create_customer", canonical.InAnswer, outcome...)

	add("updateProspectProfile", "create_customer", canonical.InRequest, coApplicantKeys...)
	add("updateProspectProfile", "update_customer", canonical.InRequest, prospect...)
	add("updateProspectProfile", "update_customer", canonical.InRequest, coApplicantKeys...)
	add("updateProspectProfile", "update_customer", canonical.InRequest, member{"IsExistentMember", "/existing_customer", ""})
	add("updateProspectProfile", "update_customer", canonical.InAnswer, outcome...)

	add("uploadDocument", "upload_document", canonical.InRequest,
		member{"UserActionIdentifier", "/requirement_id", ""}, member{"Response.fileName", "/file/name", ""},
		member{"Response.fileType", "/file/content_type", ""}, member{"Response.fileInfo", "/supplementary_data/fileInfo", ""},
		member{"Response.fileClientId", "/file/client_reference", ""}, member{"Response.fileContents", "/content", ""})
	add("uploadDocument", "upload_document", canonical.InAnswer,
		member{"Response.fileName", "/file/name", ""}, member{"Response.fileType", "/file/content_type", ""},
		member{"Response.fileInfo", "/supplementary_data/fileInfo", ""}, member{"Response.documentId", "/vendor_ids/document_id", ""},
		member{"Response.fileClientId", conformance.ByAdapter, "finds the file among several; its digits are those that were sent"})
	add("uploadDocument", "upload_document", canonical.InAnswer, outcome...)

	add("getUserActions", "list_requirements", canonical.InRequest,
		member{"isPre", conformance.ByAdapter, "is the phase that was asked for; without one both lists are read"})
	add("getUserActions", "list_requirements", canonical.InAnswer, userAction...)
	add("getUserActions", "list_requirements", canonical.InAnswer, listedAction...)
	add("getUserActions", "list_requirements", canonical.InAnswer, groups("Income", "Documents", "Verification")...)
	add("getUserActions", "list_requirements", canonical.InAnswer, outcome...)

	add("updateUserAction", "answer_requirement", canonical.InRequest,
		member{"UserActionIdentifier", conformance.ByAdapter, byID}, member{"Response", "/text", ""}, member{"Status", "/skip", ""})
	add("updateUserAction", "answer_requirement", canonical.InAnswer, member{"id", "/vendor_ids/response_id", ""})
	add("updateUserAction", "answer_requirement", canonical.InAnswer, outcome...)

	add("createPreRequirements", "create_requirements", canonical.InRequest,
		member{"jsondata", conformance.ByAdapter, "is an empty object, or names the application where the session cannot know it"})
	add("createPreRequirements", "create_requirements", canonical.InAnswer, userAction...)
	add("createPreRequirements", "create_requirements", canonical.InAnswer, createdAction...)
	add("createPreRequirements", "create_requirements", canonical.InAnswer, groups("Verification")...)
	add("createPreRequirements", "create_requirements", canonical.InAnswer, member{"id", conformance.Ignored, ""})
	add("createPreRequirements", "create_requirements", canonical.InAnswer, outcome...)

	add("createProspectProfile", "create_customer_reference", canonical.InRequest, member{"Application_id", "/vendor_ids", ""})
	add("createProspectProfile", "create_customer_reference", canonical.InAnswer, member{"Application_id", "/vendor_ids", ""})
	add("getUserActions", "create_reference", canonical.InRequest, member{"UserActionIdentifier", "/vendor_ids", ""})
	add("getUserActions", "create_reference", canonical.InAnswer, member{"UserActionIdentifier", "/vendor_ids", ""})
	return list
}

// prospect is what both tables of a person's members have.
var prospect = []member{
	{"FirstName", "/name/given_name", ""}, {"LastName", "/name/family_name", ""}, {"DateOfBirth", "/birthdate", ""},
	{"Email", "/emails/*/address", ""}, {"MobileCountryCode", conformance.ByAdapter, "is the beginning of the number"},
	{"MobileNumber", "/phones/*/number", ""},
	{"BranchReference", "/branch_reference", ""}, {"ApplicantType", "/role", ""}, {"SectionProgress", "/submit_section", ""},
	{"ConsentIdentifier", "/consents/*/text_id", ""}, {"AcceptanceStatus", "/consents/*/granted", ""},
}

var newProspect = []member{
	{"FormCode", conformance.ByAdapter, "is the connection's form_code"}, {"Application_id", "/vendor_ids/application_id", ""},
	{"Status", conformance.ByAdapter, "is InProgress, the only value that the document shows"},
	{"IsExistingCustomer", "/existing_customer", ""},
	{"CoApplicantCount", "/supplementary_data/CoApplicantCount", ""},
}

var coApplicantKeys = []member{{"EntityId", "/vendor_ids/entity_id", ""}, {"Index", "/vendor_ids/index", ""}}

// userAction is what a user action has in both of its shapes.
var userAction = []member{
	{"UserActionName", "/data/*/name", ""}, {"UserActionStatus", "/data/*/status", ""},
	{"UserActionIdentifier", "/data/*/vendor_ids/user_action_identifier", ""},
	{"ActionMetaData.Options", "/data/*/options", ""}, {"ActionMetaData.OptionsType", "/supplementary_data/OptionsType", ""},
	{"ActionMetaData.Title", "/data/*/title", ""}, {"ActionMetaData.Title_Key", "/data/*/message_keys/title", ""},
	{"ActionMetaData.Description", "/data/*/description", ""}, {"ActionMetaData.Description_Key", "/data/*/message_keys/description", ""},
	{"ActionMetaData.NeedsReview", "/data/*/review_required", ""}, {"ActionMetaData.Skippable", "/data/*/required", ""},
	{"ActionMetaData.UserActionType", "/data/*/kind", ""}, {"ActionMetaData.isPreRequirement", "/data/*/phase", ""},
	{"count", conformance.ByAdapter, "is counted anew; another number is noted in the metrics"},
}

var listedAction = []member{
	{"PartyId", "/data/*/vendor_ids/party_id", ""}, {"ProductId", "/data/*/product_id", ""},
	{"ActionMetaData.InformationText", "/data/*/instructions", ""},
	{"ActionMetaData.InformationText_Key", "/data/*/message_keys/instructions", ""},
	{"ActionMetaData.ActionLevel", "/supplementary_data/ActionLevel", ""},
	{"ActionMetaData.CategoryMetadata.identifier", "/data/*/applies_to/id", ""},
	{"ActionMetaData.CategoryMetadata.type", "/data/*/applies_to/type", ""},
	{"ActionMetaData.DynamicData.FirstName", "/supplementary_data/DynamicData", ""},
	{"ActionMetaData.DynamicData.LastName", "/supplementary_data/DynamicData", ""},
}

var createdAction = []member{
	{"UserActionId", "/data/*/vendor_ids/user_action_id", ""}, {"appliesTo", "/data/*/applies_to/name", ""},
	{"appliesToId", "/data/*/applies_to/id", ""},
	{"ActionMetaData.ActionLevel", "/data/*/applies_to/type", ""}, {"ActionMetaData.AssistTitle", "/data/*/assist_title", ""},
	{"DynamicData.FirstName", "/supplementary_data/DynamicData", ""}, {"DynamicData.LastName", "/supplementary_data/DynamicData", ""},
}

// groups are the lists that user actions stand in, which each of them names again.
func groups(names ...string) (list []member) {
	for _, name := range names {
		list = append(list, member{name + ".ActionMetaData.Group", conformance.ByAdapter, "repeats the name of the list, which is the requirement's group"})
	}
	return list
}
