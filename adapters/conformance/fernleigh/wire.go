package fernleigh

import "canongate/adapters/internal/lenientjson"

// The vendor's paths.
const (
	pathPeople   = "/people"
	pathSearch   = "/people/search"
	pathAccounts = "/accounts" // below a person
	pathPayments = "/payments"
)

// newPerson asks for a person (POST /people).
type newPerson struct {
	FirstName     string      `json:"first_name"`
	LastName      string      `json:"last_name"`
	Born          string      `json:"born"` // DD.MM.YYYY (FER-1)
	Document      documentKey `json:"document"`
	Country       string      `json:"country,omitempty"`
	Nationality   string      `json:"nationality,omitempty"`
	PAN           string      `json:"pan,omitempty"` // the Indian tax number (FER-4)
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

// person answers the three calls for people.
type person struct {
	PersonID      lenientjson.String  `json:"person_id"`
	Status        lenientjson.String  `json:"status"`
	FirstName     lenientjson.String  `json:"first_name"`
	LastName      lenientjson.String  `json:"last_name"`
	Born          lenientjson.String  `json:"born"` // DD.MM.YYYY (FER-1)
	Document      document            `json:"document"`
	Country       lenientjson.String  `json:"country"`
	Nationality   lenientjson.String  `json:"nationality"`
	PAN           lenientjson.String  `json:"pan"`
	FavouriteBird lenientjson.String  `json:"favourite_bird"`
	Newsletter    lenientjson.String  `json:"newsletter"`
	Unknown       lenientjson.Unknown `json:",embed"`
}

type document struct {
	Kind    lenientjson.String  `json:"kind"`
	Number  lenientjson.String  `json:"number"`
	Unknown lenientjson.Unknown `json:",embed"`
}

// newAccount links an account (POST /people/{id}/accounts).
type newAccount struct {
	Holder string `json:"holder"`
	Kind   string `json:"kind"`
	Value  string `json:"value"`          // a number or a UPI address, by kind
	IFSC   string `json:"ifsc,omitempty"` // of numbers only (FER-3)
}

// account answers it.
type account struct {
	AccountID lenientjson.String  `json:"account_id"`
	State     lenientjson.String  `json:"state"`
	Holder    lenientjson.String  `json:"holder"`
	Bank      lenientjson.String  `json:"bank"`
	Kind      lenientjson.String  `json:"kind"`
	Tail      lenientjson.String  `json:"tail"`
	IFSC      lenientjson.String  `json:"ifsc"`
	Unknown   lenientjson.Unknown `json:",embed"`
}

// newPayment moves money (POST /payments).
type newPayment struct {
	Order     string `json:"order"`
	PersonID  string `json:"person_id"`
	AccountID string `json:"account_id"`
	Amount    string `json:"amount"`
	Currency  string `json:"currency"`
	Note      string `json:"note,omitempty"`
	ClientRef string `json:"client_ref,omitempty"` // ours, to ask for the payment by (FER-5)
}

// payments answers a search by client_ref.
type payments struct {
	Payments []payment           `json:"payments"`
	Unknown  lenientjson.Unknown `json:",embed"`
}

// payment answers it.
type payment struct {
	PaymentID lenientjson.String  `json:"payment_id"`
	State     lenientjson.String  `json:"state"`
	Reason    lenientjson.String  `json:"reason"`
	UTR       lenientjson.String  `json:"utr"` // the rail's own reference
	Unknown   lenientjson.Unknown `json:",embed"`
}

// failure is the body of every answer that is no success.
type failure struct {
	Error struct {
		Code    lenientjson.String   `json:"code"`
		Message lenientjson.Messages `json:"message"`
	} `json:"error"`
}
