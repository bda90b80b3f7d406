package fernleigh

import "canongate/adapters/internal/flex"

// The vendor's paths.
const (
	pathPeople = "/people"
	pathSearch = "/people/search"
)

// newPerson asks for a person (POST /people).
type newPerson struct {
	FirstName     string      `json:"first_name"`
	LastName      string      `json:"last_name"`
	Born          string      `json:"born"` // DD.MM.YYYY (FER-1)
	Document      documentKey `json:"document"`
	FavouriteBird string      `json:"favourite_bird,omitempty"`
	Newsletter    string      `json:"newsletter,omitempty"`
}

// search asks for the person of a document (POST /people/search).
type search struct {
	Document documentKey `json:"document"`
}

type documentKey struct {
	Kind   string `json:"kind"`
	Number string `json:"number"`
}

// person answers all three calls.
type person struct {
	PersonID      flex.String `json:"person_id"`
	Status        flex.String `json:"status"`
	FirstName     flex.String `json:"first_name"`
	LastName      flex.String `json:"last_name"`
	Born          flex.String `json:"born"` // DD.MM.YYYY (FER-1)
	Document      document    `json:"document"`
	FavouriteBird flex.String `json:"favourite_bird"`
	Newsletter    flex.String `json:"newsletter"`
	Extra         flex.Extra  `json:",embed"`
}

type document struct {
	Kind   flex.String `json:"kind"`
	Number flex.String `json:"number"`
	Extra  flex.Extra  `json:",embed"`
}

// failure is the body of every answer that is no success.
type failure struct {
	Error struct {
		Code    flex.String `json:"code"`
		Message flex.Texts  `json:"message"`
	} `json:"error"`
}
