package temenos

import (
	"bytes"
	"encoding/json"

	"canongate/adapters/internal/lenientjson"
)

// Section numbers are those of the inventory of Temenos' page "Customer
// Actions Management".

// status is part of every answer (§1.7). None of it is documented but its two
// numbers, which some answers write as text.
type status struct {
	OpStatus       lenientjson.Number   `json:"opstatus"`
	HTTPStatusCode lenientjson.Number   `json:"httpStatusCode"`
	DBPErrCode     lenientjson.String   `json:"dbpErrCode"`
	DBPErrMsg      lenientjson.Messages `json:"dbpErrMsg"`
	ErrMsg         lenientjson.Messages `json:"errmsg"`
}

// login answers authService/{id}/login (§1.8); errcode comes with a refusal.
type login struct {
	status
	ClaimsToken struct {
		Value lenientjson.String `json:"value"`
	} `json:"claims_token"`
	ErrCode lenientjson.String `json:"errcode"`
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

// newProfile asks for a prospect (§1.1). CoApplicantCount is null unless the caller
// gives a number, as in the document's sample, which does not explain it.
type newProfile struct {
	person
	FormCode           string          `json:"FormCode,omitempty"`
	Status             string          `json:"Status"`
	IsExistingCustomer string          `json:"IsExistingCustomer,omitempty"`
	CoApplicantCount   json.RawMessage `json:"CoApplicantCount"`
}

// created answers newProfile. The document spells the party's key with a
// slash, other answers without (TEM-10).
type created struct {
	status
	ApplicationID lenientjson.String  `json:"Application_id"`
	PartyID       lenientjson.String  `json:"Party_Id"`
	PartyIDPlain  lenientjson.String  `json:"PartyId"`
	PartyIDSlash  lenientjson.String  `json:"/Party_Id"`
	Unknown       lenientjson.Unknown `json:",embed"`
}

// changedProfile updates a co-applicant (§1.2). The same fact as
// IsExistingCustomer has another name and type here (TEM-3).
type changedProfile struct {
	person
	IsExistentMember *bool  `json:"IsExistentMember,omitempty"`
	EntityID         string `json:"EntityId,omitempty"`
	Index            string `json:"Index,omitempty"`
}

// changed answers changedProfile. The application is not documented there; one that
// is named is the subject of the answer.
type changed struct {
	status
	ApplicationID lenientjson.String  `json:"Application_id"`
	Unknown       lenientjson.Unknown `json:",embed"`
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
	Response lenientjson.OneOrMany[storedFile] `json:"Response"`
	Unknown  lenientjson.Unknown               `json:",embed"`
}

type storedFile struct {
	FileName     lenientjson.String  `json:"fileName"`
	FileType     lenientjson.String  `json:"fileType"`
	FileInfo     lenientjson.String  `json:"fileInfo"`
	FileClientID lenientjson.Number  `json:"fileClientId"`
	DocumentID   lenientjson.String  `json:"documentId"`
	Unknown      lenientjson.Unknown `json:",embed"`
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
	Count   lenientjson.Number  `json:"count"`
	ID      lenientjson.String  `json:"id"` // repeats the application
	Members lenientjson.Unknown `json:",embed"`
}

// members are those that grouped has beside the fixed ones, in the vendor's order.
func (w grouped) members() []member {
	list, _ := lenientjson.Decode[memberList](w.Members, nil) // an object that was read before, or none
	return list
}

// member is one of an object.
type member struct {
	name  string
	value json.RawMessage
}

type memberList []member

// UnmarshalJSONFrom reads an object.
func (l *memberList) UnmarshalJSONFrom(in *lenientjson.Decoder) error {
	if _, err := in.ReadToken(); err != nil { // the brace
		return err
	}
	for in.PeekKind() == '"' {
		name, err := in.ReadToken()
		if err != nil {
			return err
		}
		m := member{name: name.String()}
		value, err := in.ReadValue()
		if err != nil {
			return err
		}
		m.value = bytes.Clone(value)
		*l = append(*l, m)
	}
	_, err := in.ReadToken()
	return err
}

// listing is what was found in grouped, for the search for new members.
type listing struct {
	Groups  [][]userAction      `json:"*"`
	Unknown lenientjson.Unknown `json:",embed"`
}

// userAction has two shapes (TEM-11): §1.4 fills PartyId, ProductId and
// CategoryMetadata, §1.6 fills UserActionId, appliesTo, appliesToId and the
// outer DynamicData.
type userAction struct {
	UserActionName       lenientjson.String            `json:"UserActionName"`
	UserActionID         lenientjson.String            `json:"UserActionId"`
	UserActionStatus     lenientjson.String            `json:"UserActionStatus"`
	UserActionIdentifier lenientjson.String            `json:"UserActionIdentifier"`
	PartyID              lenientjson.String            `json:"PartyId"`
	ProductID            lenientjson.String            `json:"ProductId"`
	AppliesTo            lenientjson.String            `json:"appliesTo"`
	AppliesToID          lenientjson.String            `json:"appliesToId"`
	ActionMetaData       metaData                      `json:"ActionMetaData"`
	DynamicData          map[string]lenientjson.String `json:"DynamicData"`
	Unknown              lenientjson.Unknown           `json:",embed"`
}

type metaData struct {
	Group              lenientjson.String                     `json:"Group"`
	Options            lenientjson.OneOrMany[json.RawMessage] `json:"Options"`
	OptionsType        lenientjson.String                     `json:"OptionsType"`
	Title              lenientjson.String                     `json:"Title"`
	TitleKey           lenientjson.String                     `json:"Title_Key"`
	AssistTitle        lenientjson.String                     `json:"AssistTitle"`
	Description        lenientjson.String                     `json:"Description"`
	DescriptionKey     lenientjson.String                     `json:"Description_Key"`
	InformationText    lenientjson.String                     `json:"InformationText"` // HTML
	InformationTextKey lenientjson.String                     `json:"InformationText_Key"`
	ActionLevel        lenientjson.String                     `json:"ActionLevel"`
	UserActionType     lenientjson.String                     `json:"UserActionType"`
	NeedsReview        lenientjson.Bool                       `json:"NeedsReview"`
	Skippable          lenientjson.Bool                       `json:"Skippable"`
	IsPreRequirement   lenientjson.Bool                       `json:"isPreRequirement"`
	CategoryMetadata   category                               `json:"CategoryMetadata"`
	DynamicData        map[string]lenientjson.String          `json:"DynamicData"`
	Unknown            lenientjson.Unknown                    `json:",embed"`
}

type category struct {
	Identifier lenientjson.String  `json:"identifier"`
	Type       lenientjson.String  `json:"type"`
	Unknown    lenientjson.Unknown `json:",embed"`
}

func (c category) said() bool { return c.Identifier != "" || c.Type != "" }

// response answers a user action (§1.5).
type response struct {
	UserActionIdentifier string `json:"UserActionIdentifier"`
	Response             string `json:"Response"`
	Status               string `json:"Status"`
}

// responded answers response.
type responded struct {
	status
	ID      lenientjson.String  `json:"id"`
	Unknown lenientjson.Unknown `json:",embed"`
}
