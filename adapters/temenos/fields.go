package temenos

import "canongate/canonical"

// The vendor's own members, by their names.
const (
	memberCoApplicantCount = "CoApplicantCount"
	memberDynamicData      = "DynamicData"
	memberOptionsType      = "OptionsType"
	memberActionLevel      = "ActionLevel"
	memberFileInfo         = "fileInfo"
)

// Fields are what Temenos takes and says.
func (a *Adapter) Fields(operation string) canonical.FieldList {
	switch operation {
	case canonical.CreateCustomer.Name():
		return newCustomerFields()
	case canonical.UpdateCustomer.Name():
		return coApplicantFields()
	case canonical.ListRequirements.Name():
		return listedFields()
	case canonical.CreateRequirements.Name():
		return createdFields()
	case canonical.AnswerRequirement.Name():
		return answerFields()
	case canonical.UploadDocument.Name():
		return documentFields()
	case canonical.CreateCustomerReference.Name():
		return canonical.FieldList{
			Request: []canonical.Field{{
				Pointer: "/vendor_ids", VendorField: "Application_id", Required: true,
				Note: "application_id, with entity_id that of a co-applicant; party_id may stand beside",
			}},
			Answer: append(canonical.Fields("Application_id", "/vendor_ids"), canonical.Field{Pointer: "/role"}),
		}
	case canonical.CreateReference.Name():
		return referenceFields()
	}
	return canonical.FieldList{}
}

// personFields are those of both calls for profiles. required is what makes a person:
// the vendor's document has lost which fields are mandatory (TEM-9).
func personFields(required bool) []canonical.Field {
	return []canonical.Field{
		{Pointer: "/name/given_name", VendorField: "FirstName", Required: required},
		{Pointer: "/name/family_name", VendorField: "LastName", Required: required},
		{Pointer: "/birthdate", VendorField: "DateOfBirth", Required: required},
		{Pointer: "/emails/*/address", VendorField: "Email", Required: required, Note: "one"},
		{Pointer: "/emails/*/primary", Note: "chooses the address"},
		{Pointer: "/phones/*/number", VendorField: "MobileNumber", Required: required, Note: "one; MobileCountryCode is cut off it"},
		{Pointer: "/phones/*/type", Note: "chooses the number: a mobile one"},
		{Pointer: "/phones/*/primary", Note: "chooses the number"},
		{Pointer: "/consents/*/text_id", VendorField: "ConsentIdentifier", Required: true, When: canonical.Condition{Pointer: "/consents"},
			Note: "one consent"},
		{Pointer: "/consents/*/granted", VendorField: "AcceptanceStatus"},
		{Pointer: "/submit_section", VendorField: "SectionProgress", Note: "Done unless it is false"},
		{Pointer: "/branch_reference", VendorField: "BranchReference", Note: "else the connection's"},
	}
}

// customerAnswer is what is said of a customer: the vendor answers a key or two,
// the rest is what was taken of the request.
func customerAnswer(keys ...canonical.Field) []canonical.Field {
	return append(keys, canonical.Fields("", "/external_reference", "/status", "/role",
		"/name", "/birthdate", "/emails", "/phones", "/consents")...)
}

func newCustomerFields() canonical.FieldList {
	return canonical.FieldList{
		Request: append(personFields(true), []canonical.Field{
			{Pointer: "/role", VendorField: "ApplicantType", Required: true, When: canonical.Condition{Pointer: "/customer_id"},
				Note: "co_applicant joins an application, through updateProspectProfile"},
			{Pointer: "/customer_id", Required: true, When: canonical.When("/role", roleCoApplicant),
				Instead: []string{"/vendor_ids/" + keyApplication}, Note: "the applicant whose application a co-applicant joins"},
			{Pointer: "/vendor_ids/" + keyApplication, VendorField: "Application_id", Note: "an application to go on with"},
			{Pointer: "/vendor_ids/" + keyEntity, VendorField: "EntityId", Note: "of a co-applicant"},
			{Pointer: "/vendor_ids/" + keyIndex, VendorField: "Index", Note: "of a co-applicant; passed on as it is"},
			{Pointer: "/existing_customer", VendorField: "IsExistingCustomer", Note: "IsExistentMember of a co-applicant"},
		}...),
		Supplementary: []canonical.SupplementaryField{{
			Name: memberCoApplicantCount, Type: canonical.TypeInteger, In: canonical.InRequest,
			Note: "of an applicant; the vendor does not explain it, and null is sent without it",
		}},
		Answer: customerAnswer(
			canonical.Field{Pointer: "/vendor_ids/" + keyApplication, VendorField: "Application_id"},
			canonical.Field{Pointer: "/vendor_ids/" + keyParty, VendorField: "Party_Id", Note: "where the vendor answers it"},
			canonical.Field{Pointer: "/vendor_ids/" + keyEntity}, canonical.Field{Pointer: "/vendor_ids/" + keyIndex}),
	}
}

func coApplicantFields() canonical.FieldList {
	return canonical.FieldList{
		Request: append(personFields(false), []canonical.Field{
			{Pointer: "/role", VendorField: "ApplicantType", Note: "co_applicant: the vendor changes no other"},
			{Pointer: "/customer_id", Note: "refused: it cannot be changed"},
			{Pointer: "/vendor_ids/" + keyApplication, Note: "must be that of the customer"},
			{Pointer: "/vendor_ids/" + keyEntity, VendorField: "EntityId", Note: "says which co-applicant, where the id does not"},
			{Pointer: "/vendor_ids/" + keyIndex, VendorField: "Index", Note: "passed on as it is"},
			{Pointer: "/existing_customer", VendorField: "IsExistentMember"},
		}...),
		Answer: customerAnswer(canonical.Fields("", "/vendor_ids/"+keyApplication, "/vendor_ids/"+keyEntity, "/vendor_ids/"+keyIndex)...),
	}
}

// requirementAnswer is a user action in either shape (TEM-11).
func requirementAnswer() []canonical.Field {
	return []canonical.Field{
		{Pointer: "/data/*/customer_id"},
		{Pointer: "/data/*/name", VendorField: "UserActionName"},
		{Pointer: "/data/*/group", Note: "the name of the list that the action stands in"},
		{Pointer: "/data/*/status", VendorField: "UserActionStatus"},
		{Pointer: "/data/*/status_raw", VendorField: "UserActionStatus"},
		{Pointer: "/data/*/vendor_ids/" + keyAction, VendorField: "UserActionIdentifier"},
		{Pointer: "/data/*/kind", VendorField: "ActionMetaData.UserActionType"},
		{Pointer: "/data/*/kind_raw", VendorField: "ActionMetaData.UserActionType"},
		{Pointer: "/data/*/options", VendorField: "ActionMetaData.Options"},
		{Pointer: "/data/*/title", VendorField: "ActionMetaData.Title", Note: "with the names of DynamicData filled in"},
		{Pointer: "/data/*/title_template", VendorField: "ActionMetaData.Title"},
		{Pointer: "/data/*/description", VendorField: "ActionMetaData.Description"},
		{Pointer: "/data/*/message_keys/title", VendorField: "ActionMetaData.Title_Key"},
		{Pointer: "/data/*/message_keys/description", VendorField: "ActionMetaData.Description_Key"},
		{Pointer: "/data/*/review_required", VendorField: "ActionMetaData.NeedsReview"},
		{Pointer: "/data/*/required", VendorField: "ActionMetaData.Skippable"},
		{Pointer: "/data/*/phase", VendorField: "ActionMetaData.isPreRequirement", Note: "else the phase that was asked for"},
		{Pointer: "/data/*/accepts",
			Note: "the rules that a file is held to before it is sent; the vendor's words stand in instructions"},
	}
}

func listedFields() canonical.FieldList {
	return canonical.FieldList{
		Answer: append(requirementAnswer(), []canonical.Field{
			{Pointer: "/data/*/vendor_ids/" + keyParty, VendorField: "PartyId"},
			{Pointer: "/data/*/product_id", VendorField: "ProductId"},
			{Pointer: "/data/*/instructions", VendorField: "ActionMetaData.InformationText", Note: "as plain text"},
			{Pointer: "/data/*/instructions_html", VendorField: "ActionMetaData.InformationText"},
			{Pointer: "/data/*/message_keys/instructions", VendorField: "ActionMetaData.InformationText_Key"},
			{Pointer: "/data/*/applies_to/id", VendorField: "ActionMetaData.CategoryMetadata.identifier"},
			{Pointer: "/data/*/applies_to/type", VendorField: "ActionMetaData.CategoryMetadata.type"},
			{Pointer: "/data/*/applies_to/type_raw", VendorField: "ActionMetaData.CategoryMetadata.type"},
		}...),
		Supplementary: append(actionSupplement(), canonical.SupplementaryField{
			Name: memberActionLevel, Type: canonical.TypeString, In: canonical.InAnswer,
			Note: "where it is another than CategoryMetadata.type",
		}),
	}
}

func createdFields() canonical.FieldList {
	return canonical.FieldList{
		Answer: append(requirementAnswer(), []canonical.Field{
			{Pointer: "/data/*/vendor_ids/" + keyActionID, VendorField: "UserActionId"},
			{Pointer: "/data/*/vendor_ids/" + keyParty, VendorField: "appliesToId"},
			{Pointer: "/data/*/applies_to/id", VendorField: "appliesToId"},
			{Pointer: "/data/*/applies_to/name", VendorField: "appliesTo"},
			{Pointer: "/data/*/applies_to/type", VendorField: "ActionMetaData.ActionLevel"},
			{Pointer: "/data/*/applies_to/type_raw", VendorField: "ActionMetaData.ActionLevel"},
			{Pointer: "/data/*/assist_title", VendorField: "ActionMetaData.AssistTitle"},
		}...),
		Supplementary: actionSupplement(),
		NotCarried: []canonical.NotCarried{{
			VendorField: "id", In: canonical.InAnswer, Reason: "repeats the application, which each action names by itself in its identifier",
		}},
	}
}

// actionSupplement is what a user action has besides, in either shape.
func actionSupplement() []canonical.SupplementaryField {
	return []canonical.SupplementaryField{
		{Name: memberDynamicData, Type: canonical.TypeObject, Personal: true, In: canonical.InAnswer,
			Note: "the names that the title has placeholders for"},
		{Name: memberOptionsType, Type: canonical.TypeString, In: canonical.InAnswer,
			Note: "the vendor does not explain it and shows it empty"},
	}
}

// answerFields wants exactly one of four.
func answerFields() canonical.FieldList {
	return canonical.FieldList{
		Request: []canonical.Field{
			{Pointer: "/text", VendorField: "Response", Required: true, Instead: []string{"/date", "/choice", "/skip"}},
			{Pointer: "/date", VendorField: "Response", Required: true, Instead: []string{"/text", "/choice", "/skip"},
				Note: "sent as DD/MM/YYYY"},
			{Pointer: "/choice", VendorField: "Response", Required: true, Instead: []string{"/text", "/date", "/skip"}},
			{Pointer: "/skip", VendorField: "Status", Required: true, Instead: []string{"/text", "/date", "/choice"},
				Note: "Skipped; everything else is Submitted"},
		},
		Answer: []canonical.Field{
			{Pointer: "/customer_id"}, {Pointer: "/name"}, {Pointer: "/kind"},
			{Pointer: "/status", Note: "as it was sent"},
			{Pointer: "/vendor_ids/" + keyAction},
			{Pointer: "/vendor_ids/" + keyResponse, VendorField: "id"},
		},
	}
}

func documentFields() canonical.FieldList {
	return canonical.FieldList{
		Request: []canonical.Field{
			{Pointer: "/requirement_id", VendorField: "UserActionIdentifier", Required: true},
			{Pointer: "/file/name", VendorField: "Response.fileName", Required: true,
				Note: "ends in .pdf, .jpg, .jpeg or .png; accepts of a requirement says what it must not have"},
			{Pointer: "/file/content_type", VendorField: "Response.fileType", Required: true},
			{Pointer: "/file/client_reference", VendorField: "Response.fileClientId",
				Note: "a whole number up to 2^53; else the time in milliseconds"},
			{Pointer: "/content", VendorField: "Response.fileContents", Required: true},
		},
		Answer: []canonical.Field{
			{Pointer: "/customer_id"}, {Pointer: "/requirement_id"}, {Pointer: "/status"}, {Pointer: "/content_available"},
			{Pointer: "/vendor_ids/" + keyDocument, VendorField: "Response.documentId"},
			{Pointer: "/file/name", VendorField: "Response.fileName"},
			{Pointer: "/file/content_type", VendorField: "Response.fileType"},
			{Pointer: "/file/client_reference", VendorField: "Response.fileClientId", Note: "as it was sent"},
			{Pointer: "/file/size"}, {Pointer: "/file/sha256"},
		},
		Supplementary: []canonical.SupplementaryField{{
			Name: memberFileInfo, Type: canonical.TypeString, Personal: true, In: canonical.InBoth,
			Note: "the vendor does not explain it and shows it empty",
		}},
	}
}

func referenceFields() canonical.FieldList {
	return canonical.FieldList{
		Request: []canonical.Field{
			{Pointer: "/type", Note: "requirement or customer; the vendor has no others"},
			{Pointer: "/vendor_ids", VendorField: "UserActionIdentifier", Required: true,
				Note: "of a requirement application_id and user_action_identifier; of a customer as create_customer_reference takes them"},
			{Pointer: "/customer_id", Note: "of requirements only; of the same application"},
		},
		Answer: append(canonical.Fields("UserActionIdentifier", "/vendor_ids"),
			canonical.Field{Pointer: "/customer_id", Note: "of requirements: as asked, else the applicant"}),
	}
}
