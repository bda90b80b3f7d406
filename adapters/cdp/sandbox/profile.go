package sandbox

import (
	"fmt"
	"net/http"
	"strings"

	"canongate/adapters/internal/simulator"
)

// get reads a customer by ecrn. Success is a bare object, without the
// envelope that its failures have (CDP-1).
func (s *sandbox) get(r *simulator.Request) simulator.Reply {
	ecrn := r.PathValue("ecrn")
	if !s.authorized(r) {
		return s.unauthorized("get_customer.unauthorized", simulator.Field{Name: "path", Value: "/api/v1/customer/" + ecrn})
	}
	c, found := s.customers.Get(ecrn)
	switch {
	case !found:
		return samples.Reply("get_customer.not_found")
	case c.outcome.unsubscribed:
		return samples.Reply("get_customer.not_subscribed")
	}
	return simulator.JSON(http.StatusOK, c.profile())
}

type profile struct {
	ECRN string `json:"ecrn"`
	person
	AMLScanStatus         string                `json:"aml_scan_status"`
	CustomerIBAN          string                `json:"customer_iban"`
	CustomerStatus        string                `json:"customer_status"`
	AMLCategory           int                   `json:"aml_category"`
	AdditionalDocs        []storedDoc           `json:"additional_docs"`
	AddressList           []storedAddress       `json:"address_list"`
	IDDetails             []storedID            `json:"id_details"`
	Classification        storedClassification  `json:"customer_classification"`
	CustomerRelations     []relation            `json:"customer_relations"`
	CommunicationConsents []communicationChoice `json:"communication_consents"`
}

// storedDoc has its content type in camelCase, unlike every other (CDP-15).
type storedDoc struct {
	ContentType string `json:"contentType"`
	FileName    string `json:"file_name"`
}

type storedAddress struct {
	DateUpdated string `json:"dateUpdated"`
	address
}

type storedID struct {
	DateUpdated string `json:"dateUpdated"`
	identity
	IDFront *storedImage `json:"id_front"`
	IDBack  *storedImage `json:"id_back"`
}

type storedImage struct {
	Base64Data  string `json:"base64_data"`
	FileName    string `json:"file_name"`
	ContentType string `json:"content_type"`
}

type storedClassification struct {
	DateUpdated string `json:"dateUpdated"`
	classification
	dossier
	GroupEmployerCode    blankText      `json:"group_employer_code"`
	ReferredBy           string         `json:"referred_by"`
	ReferredByType       int            `json:"referred_by_type"`
	Subscriptions        []subscription `json:"subscriptions"`
	ProfilePhotoFileName nullText       `json:"profile_photo_file_name"`
}

// dossier is what CDP itself notes about a customer; of most it is null.
type dossier struct {
	LastReviewDate nullText `json:"last_review_date"`
	NextReviewDate nullText `json:"next_review_date"`
	GroupCompanies []string `json:"group_companies"`
	EKYCProvider   nullText `json:"ekyc_provider"`
	EKYCRefNo      nullText `json:"ekyc_ref_no"`
	CustomerCards  []card   `json:"customer_cards"`
	CardNumber     nullText `json:"card_number"`
}

// card and relation have members that are invented: the document shows none.
type card struct {
	Type   string `json:"card_type"`
	Number string `json:"card_number"`
}

type relation struct {
	ECRN  string `json:"ecrn"`
	Name  string `json:"name"`
	Type  int    `json:"relation_type"`
	Since string `json:"since"`
}

// subscription has the vendor's own spelling (CDP-15).
type subscription struct {
	Type   string `json:"subsciption_type"`
	ID     string `json:"subscription_id"`
	Status string `json:"status"`
}

type communicationChoice struct {
	Allow bool `json:"allow"`
	Type  int  `json:"communication_type"`
}

func (c customer) profile() profile {
	updated := c.updated.UTC().Format("2006-01-02T15:04:05.000000Z")
	out := profile{
		ECRN: c.ecrn, person: c.person,
		AMLScanStatus: c.aml, CustomerIBAN: iban(c.ecrn), CustomerStatus: c.status, AMLCategory: amlCategory,
		AdditionalDocs: []storedDoc{}, AddressList: []storedAddress{}, IDDetails: []storedID{},
		Classification: storedClassification{
			DateUpdated: updated, classification: c.Classification.classification, dossier: c.dossier,
			ReferredBy: c.ecrn, ReferredByType: 1,
			Subscriptions: []subscription{{Type: "PREMIUM", ID: "GOLD CARD", Status: "active"}},
		},
		CustomerRelations:     []relation{},
		CommunicationConsents: []communicationChoice{{Allow: true, Type: 1}, {Allow: true, Type: 2}},
	}
	if out.Classification.SocialLinks == nil {
		out.Classification.SocialLinks = []socialLink{}
	}
	out.CustomerRelations = append(out.CustomerRelations, c.relations...)
	if photo := c.Classification.ProfilePhoto; photo != (image{}) {
		out.Classification.ProfilePhotoFileName = nullText(fmt.Sprintf("customer/photo/%s.%s", c.ecrn, photo.extension()))
	}
	for _, d := range c.AdditionalDocs {
		name := fmt.Sprintf("customer/additionalDoc/%s_%s.%s", c.ecrn, d.DocumentID, d.extension())
		out.AdditionalDocs = append(out.AdditionalDocs, storedDoc{ContentType: d.ContentType, FileName: name})
	}
	for _, a := range c.AddressList {
		out.AddressList = append(out.AddressList, storedAddress{DateUpdated: updated, address: a})
	}
	for _, id := range c.IDDetails {
		out.IDDetails = append(out.IDDetails, storedID{
			DateUpdated: updated, identity: id.identity,
			IDFront: c.storedImage(id.identity, "FR", id.IDFront),
			IDBack:  c.storedImage(id.identity, "BK", id.IDBack),
		})
	}
	return out
}

// storedImage names the file of a picture; its content is always empty
// (CDP-25).
func (c customer) storedImage(id identity, side string, i image) *storedImage {
	if i == (image{}) {
		return nil
	}
	name := fmt.Sprintf("customer/id/%s_ID_%s_%d_%s.%s", c.ecrn, side, id.IDType, id.IDNumber, i.extension())
	return &storedImage{FileName: name, ContentType: i.ContentType}
}

func (i image) extension() string {
	_, ext, _ := strings.Cut(i.ContentType, "/")
	return ext
}
