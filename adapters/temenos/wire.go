package temenos

import (
	"encoding/json"

	"canongate/adapters/internal/flex"
)

// Section numbers are those of the inventory of Temenos' page "Customer
// Actions Management".

// status is part of every answer (§1.7). None of it is documented but its two
// numbers, which some answers write as text.
type status struct {
	OpStatus       flex.Number `json:"opstatus"`
	HTTPStatusCode flex.Number `json:"httpStatusCode"`
	DBPErrCode     flex.String `json:"dbpErrCode"`
	DBPErrMsg      flex.Texts  `json:"dbpErrMsg"`
	ErrMsg         flex.Texts  `json:"errmsg"`
}

// login answers authService/{id}/login (§1.8); errcode comes with a refusal.
type login struct {
	status
	ClaimsToken struct {
		Value flex.String `json:"value"`
	} `json:"claims_token"`
	ErrCode flex.String `json:"errcode"`
}

// person is what both profile operations take.
type person struct {
	ApplicationID     string `json:"Application_id,omitempty"`
	FirstName         string `json:"FirstName,omitempty"`
	LastName          string `json:"LastName,omitempty"`
	DateOfBirth       string `json:"DateOfBirth,omitempty"`
	Email             string `json:"Email,omitempty"`
	MobileCountryCode string `json:"MobileCountryCode,omitempty"`
	MobileNumber      string `json:"MobileNumber,omitempty"`
	BranchReference   string `json:"BranchReference,omitempty"`
	ApplicantType     string `json:"ApplicantType,omitempty"`
	SectionProgress   string `json:"SectionProgress,omitempty"`
	ConsentIdentifier string `json:"ConsentIdentifier,omitempty"`
	AcceptanceStatus  string `json:"AcceptanceStatus,omitempty"`
}

// newProfile asks for a prospect (§1.1). CoApplicantCount is null in the
// document's sample and unexplained.
type newProfile struct {
	person
	FormCode           string `json:"FormCode,omitempty"`
	Status             string `json:"Status"`
	IsExistingCustomer string `json:"IsExistingCustomer,omitempty"`
	CoApplicantCount   *int   `json:"CoApplicantCount"`
}

// created answers newProfile. The document spells the party's key with a
// slash, other answers without (TEM-10).
type created struct {
	status
	ApplicationID flex.String `json:"Application_id"`
	PartyID       flex.String `json:"Party_Id"`
	PartyIDPlain  flex.String `json:"PartyId"`
	PartyIDSlash  flex.String `json:"/Party_Id"`
	Extra         flex.Extra  `json:",embed"`
}

// changedProfile updates a co-applicant (§1.2). The same fact as
// IsExistingCustomer has another name and type here (TEM-3).
type changedProfile struct {
	person
	IsExistentMember *bool  `json:"IsExistentMember,omitempty"`
	EntityID         string `json:"EntityId,omitempty"`
	Index            string `json:"Index,omitempty"`
}

// changed answers changedProfile.
type changed struct {
	status
	Extra flex.Extra `json:",embed"`
}

// upload gives documents (§1.3).
type upload struct {
	UserActionIdentifier string `json:"UserActionIdentifier"`
	Response             []file `json:"Response"`
}

type file struct {
	FileName     string `json:"fileName"`
	FileType     string `json:"fileType"`
	FileInfo     string `json:"fileInfo"`
	FileClientID int64  `json:"fileClientId"`
	FileContents []byte `json:"fileContents"`
}

// uploaded answers upload.
type uploaded struct {
	status
	Response flex.Many[storedFile] `json:"Response"`
	Extra    flex.Extra            `json:",embed"`
}

type storedFile struct {
	FileName     flex.String `json:"fileName"`
	FileType     flex.String `json:"fileType"`
	FileInfo     flex.String `json:"fileInfo"`
	FileClientID flex.Number `json:"fileClientId"`
	DocumentID   flex.String `json:"documentId"`
	Extra        flex.Extra  `json:",embed"`
}

// actionsQuery lists user actions (§1.4); isPre is a string.
type actionsQuery struct {
	IsPre         string `json:"isPre"`
	ApplicationID string `json:"Application_id,omitempty"`
}

// preRequirements makes additional questions (§1.6).
type preRequirements struct {
	ApplicationID string `json:"Application_id,omitempty"`
}

// grouped answers both: user actions under the names of their groups, next to
// the fixed members (TEM-4).
type grouped struct {
	status
	Count   flex.Number                `json:"count"`
	ID      flex.String                `json:"id"`
	Members map[string]json.RawMessage `json:",embed"`
}

// listing is what was found in grouped, for the search for new members.
type listing struct {
	Groups [][]userAction `json:"*"`
	Extra  flex.Extra     `json:",embed"`
}

// userAction has two shapes (TEM-11): §1.4 fills PartyId, ProductId and
// CategoryMetadata, §1.6 fills UserActionId, appliesTo, appliesToId and the
// outer DynamicData.
type userAction struct {
	UserActionName       flex.String            `json:"UserActionName"`
	UserActionID         flex.String            `json:"UserActionId"`
	UserActionStatus     flex.String            `json:"UserActionStatus"`
	UserActionIdentifier flex.String            `json:"UserActionIdentifier"`
	PartyID              flex.String            `json:"PartyId"`
	ProductID            flex.String            `json:"ProductId"`
	AppliesTo            flex.String            `json:"appliesTo"`
	AppliesToID          flex.String            `json:"appliesToId"`
	ActionMetaData       metaData               `json:"ActionMetaData"`
	DynamicData          map[string]flex.String `json:"DynamicData"`
	Extra                flex.Extra             `json:",embed"`
}

type metaData struct {
	Group              flex.String                `json:"Group"`
	Options            flex.Many[json.RawMessage] `json:"Options"`
	OptionsType        flex.String                `json:"OptionsType"`
	Title              flex.String                `json:"Title"`
	TitleKey           flex.String                `json:"Title_Key"`
	AssistTitle        flex.String                `json:"AssistTitle"`
	Description        flex.String                `json:"Description"`
	DescriptionKey     flex.String                `json:"Description_Key"`
	InformationText    flex.String                `json:"InformationText"` // HTML
	InformationTextKey flex.String                `json:"InformationText_Key"`
	ActionLevel        flex.String                `json:"ActionLevel"`
	UserActionType     flex.String                `json:"UserActionType"`
	NeedsReview        flex.Bool                  `json:"NeedsReview"`
	Skippable          flex.Bool                  `json:"Skippable"`
	IsPreRequirement   flex.Bool                  `json:"isPreRequirement"`
	CategoryMetadata   category                   `json:"CategoryMetadata"`
	DynamicData        map[string]flex.String     `json:"DynamicData"`
	Extra              flex.Extra                 `json:",embed"`
}

type category struct {
	Identifier flex.String `json:"identifier"`
	Type       flex.String `json:"type"`
	Extra      flex.Extra  `json:",embed"`
}

// response answers a user action (§1.5).
type response struct {
	UserActionIdentifier string `json:"UserActionIdentifier"`
	Response             string `json:"Response"`
	Status               string `json:"Status"`
}

// responded answers response.
type responded struct {
	status
	ID    flex.String `json:"id"`
	Extra flex.Extra  `json:",embed"`
}
