package canonical

import "time"

// Payment moves money between a bank account and a wallet (canonical.md
// §2.7). Its states follow ISO 20022: submitted PDNG, processing ACSP, settled
// ACSC, failed RJCT.
type Payment struct {
	ID            PaymentID             `json:"id"`
	Object        string                `json:"object" enum:"payment"`
	Connection    string                `json:"connection"`
	CreatedAt     *time.Time            `json:"created_at,omitempty"`
	UpdatedAt     *time.Time            `json:"updated_at,omitempty"`
	VendorIDs     VendorIDs             `json:"vendor_ids,omitempty"`
	Direction     string                `json:"direction" enum:"debit,credit" doc:"debit pulls from the bank account, credit pushes to it."`
	Rail          string                `json:"rail" doc:"ach, faster_payments, imps, upi, sepa, rtp; others may come."`
	Status        string                `json:"status" enum:"created,submitted,processing,settled,returned,failed,canceled,unknown" doc:"unknown: it cannot be told whether the vendor acted."`
	StatusRaw     string                `json:"status_raw,omitempty"`
	StatusDetail  string                `json:"status_detail,omitempty" doc:"The vendor's words about the status."`
	Amount        Money                 `json:"amount" doc:"How much is moved."`
	Asset         Asset                 `json:"asset,omitzero" doc:"What is moved at the wallet's end."`
	CustomerID    CustomerID            `json:"customer_id" doc:"Whose payment it is."`
	BankAccountID BankAccountID         `json:"bank_account_id" doc:"The bank account."`
	Wallet        Wallet                `json:"wallet,omitzero" doc:"The wallet."`
	ACH           ACH                   `json:"ach,omitzero" doc:"What Nacha wants to know, and what came back."`
	Authorization *PaymentAuthorization `json:"authorization,omitempty" doc:"The account holder's authorization."`
	Risk          *PaymentRisk          `json:"risk,omitempty" doc:"The caller's rating."`
	// RemittanceInformation is ISO 20022's, unstructured.
	RemittanceInformation Personal  `json:"remittance_information,omitempty" doc:"What the payee reads beside the amount."`
	Reference             string    `json:"reference,omitempty" doc:"The caller's own, for ever: ISO 20022's EndToEndId."`
	VendorReference       string    `json:"vendor_reference,omitempty" doc:"The vendor's, once it has answered."`
	Represents            PaymentID `json:"represents,omitzero" doc:"The returned payment that this one sends again."`
	// RepresentedBy is what the journal knows: reads answer it, and no vendor.
	RepresentedBy []PaymentID `json:"represented_by,omitempty" doc:"The payments that have sent this one again, oldest first."`
	// Warnings stand in the answer that made the payment, and stay with it.
	Warnings []Warning `json:"warnings,omitempty" doc:"What was doubtful about the payment when it was sent."`
	// Timeline is answered by get_payment only.
	Timeline []PaymentStep `json:"timeline,omitempty" doc:"What became of the payment, oldest first."`
	Supplement
	Written
}

// Warning is a doubt that did not keep a payment from being sent.
type Warning struct {
	Code   Code   `json:"code" doc:"That of the problem which it would have been: bank_account_blocked."`
	Detail string `json:"detail" doc:"The doubt in words."`
}

// PaymentStep is one line of a payment's timeline.
type PaymentStep struct {
	Status string    `json:"status" enum:"created,submitted,processing,settled,returned,failed,canceled,unknown" doc:"What the payment was after it."`
	At     time.Time `json:"at" doc:"When it became known."`
	Source string    `json:"source" enum:"gateway,vendor,poll,import,operator,clock" doc:"Who said so."`
	Code   string    `json:"code,omitempty" doc:"Of the return, of the change, or of the problem that the call ended with; restored where the gateway's journal was restored from a backup, and may have missed something."`
	Detail string    `json:"detail,omitempty" doc:"The same in words."`
}

// Payment directions, rails (those with a name here; the enum is open) and statuses.
const (
	DirectionDebit    = "debit"
	DirectionCredit   = "credit"
	RailACH           = "ach"
	RailFaster        = "faster_payments"
	RailIMPS          = "imps"
	RailUPI           = "upi"
	RailSEPA          = "sepa"
	RailRTP           = "rtp"
	PaymentCreated    = "created"
	PaymentSubmitted  = "submitted"
	PaymentProcessing = "processing"
	PaymentSettled    = "settled"
	PaymentReturned   = "returned"
	PaymentFailed     = "failed"
	PaymentCanceled   = "canceled"
	PaymentUnknown    = "unknown"
)

// Asset is what is moved at the wallet's end.
type Asset struct {
	Symbol string `json:"symbol" minLength:"1" maxLength:"32" doc:"The asset's symbol at the vendor, such as USBC."`
}

// Wallet names the wallet at the vendor.
type Wallet struct {
	Type  string   `json:"type" enum:"namespace,custom_namespace,wallet_address" doc:"How the wallet is named."`
	Value Personal `json:"value" minLength:"1" maxLength:"255" doc:"The wallet's name or address."`
}

// Wallet types.
const (
	WalletNamespace       = "namespace"
	WalletCustomNamespace = "custom_namespace"
	WalletAddress         = "wallet_address"
)

// ACH is what Nacha wants to know, and what comes back: return codes R01–R85,
// changes C01–C13.
type ACH struct {
	SECCode       string `json:"sec_code" enum:"WEB,TEL,PPD,CCD,CTX,IAT,other" doc:"Nacha's standard entry class: how the authorization was given."`
	EffectiveDate Date   `json:"effective_date,omitempty" format:"date" doc:"The day on which the entry is to settle; absent: as soon as the processor can."`
	Frequency     string `json:"frequency,omitempty" enum:"one_time,recurring" doc:"Whether the authorization covers one payment or several."`
	Processor     string `json:"processor,omitempty" maxLength:"32" doc:"The processor that the vendor shall use, in its own word."`
	ReasonCode    string `json:"reason_code,omitempty" readOnly:"true" doc:"The processor's own code, not Nacha's."`
	ReturnCode    string `json:"return_code,omitempty" readOnly:"true" doc:"Nacha's code of the return, R01 to R85."`
	ReturnReason  string `json:"return_reason,omitempty" readOnly:"true" doc:"The return in words."`
	ChangeCode    string `json:"change_code,omitempty" readOnly:"true" doc:"Nacha's code of the notification of change, C01 to C13."`

	TraceNumber          string         `json:"trace_number,omitempty" readOnly:"true" doc:"15 digits of Nacha, where the vendor tells."`
	IndividualID         string         `json:"individual_id,omitempty" readOnly:"true" doc:"The receiver's id in the entry, as files name it."`
	ExpectedSettlementOn Date           `json:"expected_settlement_on,omitempty" format:"date" readOnly:"true" doc:"The day on which the payment will settle if nothing comes back."`
	SettledOn            Date           `json:"settled_on,omitempty" format:"date" readOnly:"true" doc:"The day on which it settled."`
	ReturnedOn           Date           `json:"returned_on,omitempty" format:"date" readOnly:"true" doc:"The day on which it came back."`
	ReturnClass          string         `json:"return_class,omitempty" enum:"funds,stop,account,unauthorized,other" readOnly:"true" doc:"What kind of return it is: want of funds, a stop, something wrong with the account, not authorized, or another."`
	ISOReason            string         `json:"iso_reason,omitempty" readOnly:"true" doc:"ISO 20022's reason for the return."`
	SettlementBasis      string         `json:"settlement_basis,omitempty" enum:"vendor,statement,file,operator,presumed" readOnly:"true" doc:"What the settlement is known from."`
	ReturnWindow         *ReturnWindow  `json:"return_window,omitempty" readOnly:"true" doc:"Until when the payment may come back."`
	Final                *bool          `json:"final,omitempty" readOnly:"true" doc:"Whether nothing can come back any more."`
	Representable        *Representable `json:"representable,omitempty" readOnly:"true" doc:"Of a returned payment: whether another may send it again, by represents."`
}

// Representable is whether, how often and until when a returned payment may be sent
// again.
type Representable struct {
	Allowed      bool `json:"allowed" doc:"False also while an earlier attempt is under way or was paid."`
	AttemptsLeft int  `json:"attempts_left" minimum:"0" doc:"How many times it may still be sent."`
	Until        Date `json:"until,omitempty" format:"date" doc:"The last day."`
}

// ReturnWindow is until when a settled payment may be returned.
type ReturnWindow struct {
	OrdinaryUntil     Date `json:"ordinary_until" format:"date" doc:"The last day for a return of any other reason."`
	UnauthorizedUntil Date `json:"unauthorized_until,omitempty" format:"date" doc:"For returns of unauthorized debits."`
}

// asked is what the caller may say: the rest is read-only.
func (a ACH) asked() ACH {
	return ACH{SECCode: a.SECCode, EffectiveDate: a.EffectiveDate, Frequency: a.Frequency, Processor: a.Processor}
}

// Payment frequencies.
const (
	FrequencyOneTime   = "one_time"
	FrequencyRecurring = "recurring"
)

// PaymentAuthorization is the account holder's authorization of the debit.
type PaymentAuthorization struct {
	Text      Personal `json:"text" minLength:"1" maxLength:"2000" doc:"The text that the holder agreed to."`
	Method    string   `json:"method,omitempty" enum:"mpin,digital_fingerprint" doc:"How the holder proved who they are."`
	IPAddress Personal `json:"ip_address,omitempty" minLength:"1" maxLength:"45" doc:"The holder's IP address at that time, IPv4 or IPv6."`
}

// Authorization methods.
const (
	AuthorizationMPIN               = "mpin"
	AuthorizationDigitalFingerprint = "digital_fingerprint"
)

// PaymentRisk is the caller's rating of the user and of the transaction.
type PaymentRisk struct {
	User        string `json:"user,omitempty" enum:"low,medium,high" doc:"Rating of the user."`
	Transaction string `json:"transaction,omitempty" enum:"low,medium,high" doc:"Rating of the transaction."`
}

// PaymentDraft asks for a payment (create_payment).
type PaymentDraft struct {
	Direction             string               `json:"direction" enum:"debit,credit" doc:"debit pulls from the bank account, credit pushes to it."`
	Rail                  string               `json:"rail" pattern:"^[a-z][a-z0-9_]*$" maxLength:"32" doc:"ach, faster_payments, imps, upi, sepa, rtp and others. A vendor that lacks it answers 422, code unsupported."`
	Amount                Money                `json:"amount" doc:"How much is moved; more than 0, with no more decimals than the currency has."`
	Asset                 Asset                `json:"asset,omitzero" doc:"What is moved at the wallet's end, where the vendor moves assets."`
	CustomerID            CustomerID           `json:"customer_id" doc:"Whose payment it is."`
	BankAccountID         BankAccountID        `json:"bank_account_id" doc:"The bank account, linked before."`
	Wallet                Wallet               `json:"wallet,omitzero" doc:"The wallet, where the vendor keeps wallets."`
	ACH                   ACH                  `json:"ach,omitzero" doc:"What Nacha wants to know; needed by the rail ach."`
	Authorization         PaymentAuthorization `json:"authorization,omitzero" doc:"The account holder's authorization of the debit."`
	Risk                  *PaymentRisk         `json:"risk,omitempty" doc:"The caller's rating."`
	RemittanceInformation Personal             `json:"remittance_information,omitempty" maxLength:"140" doc:"What the payee reads beside the amount."`
	Reference             string               `json:"reference,omitempty" maxLength:"64" doc:"The caller's own reference, kept for ever: ISO 20022's EndToEndId."`
	Represents            PaymentID            `json:"represents,omitzero" doc:"A payment that was returned for want of funds (R01, R09), to be sent again: the same amount, account and customer, at most twice, within 180 days of it."`
	// Marker is the gateway's own name of the payment, for vendors that keep one beside it
	// and can be asked by it. The gateway sets it: no other payment has the same.
	Marker string `json:"-"`
	Supplement
}

// SetMarker names the payment.
func (d *PaymentDraft) SetMarker(marker string) { d.Marker = marker }

// KeyMarker is the key of a payment's id that holds its Marker. What an adapter is asked
// for holds the vendor's keys as well, where the vendor has told them.
const KeyMarker = "payment"

// PaymentQuery reads one payment: callers from the journal, the gateway from the vendor
// (get_payment).
type PaymentQuery struct {
	ID PaymentID `json:"-" path:"id"`
}

// PaymentsQuery lists payments from the journal, newest first.
type PaymentsQuery struct {
	Status          string        `json:"-" query:"status" enum:"created,submitted,processing,settled,returned,failed,canceled,unknown" doc:"Only payments in this state."`
	CustomerID      CustomerID    `json:"-" query:"customer_id" doc:"Only payments of this customer."`
	BankAccountID   BankAccountID `json:"-" query:"bank_account_id" doc:"Only payments of this bank account."`
	Direction       string        `json:"-" query:"direction" enum:"debit,credit" doc:"Only payments in this direction."`
	ReturnCode      string        `json:"-" query:"return_code" minLength:"1" maxLength:"16" doc:"Only payments that came back with this code, such as R01."`
	Reference       string        `json:"-" query:"reference" minLength:"1" maxLength:"64" doc:"The caller's own, to find a payment whose id got lost."`
	VendorReference string        `json:"-" query:"vendor_reference" minLength:"1" maxLength:"255" doc:"The vendor's reference."`
	CreatedAfter    time.Time     `json:"-" query:"created_after" doc:"Exclusive, as the other bounds."`
	CreatedBefore   time.Time     `json:"-" query:"created_before" doc:"Only payments made before, exclusive."`
	UpdatedAfter    time.Time     `json:"-" query:"updated_after" doc:"Orders the list by the last change. Ascending, with the updated_at of the last payment seen, it gives all that changed since."`
	Order           string        `json:"-" query:"order" enum:"asc,desc" doc:"desc, newest first, where it is left out."`
	Cursor          string        `json:"-" query:"cursor" maxLength:"1024" doc:"next_cursor of the page before."`
	Limit           int           `json:"-" query:"limit" minimum:"1" maximum:"200" doc:"How many payments a page has; 50 where it is left out."`
}

// EachID visits the ids of the payment, its customer and its account, and of the payment
// that it represents.
func (p *Payment) EachID(visit func(string, Sealable)) {
	visit("/id", &p.ID)
	visit("/customer_id", &p.CustomerID)
	visit("/bank_account_id", &p.BankAccountID)
	visit("/represents", &p.Represents)
}

// EachID visits the ids of the customer, the account and the payment to be represented.
func (d *PaymentDraft) EachID(visit func(string, Sealable)) {
	visit("/customer_id", &d.CustomerID)
	visit("/bank_account_id", &d.BankAccountID)
	visit("/represents", &d.Represents)
}

// EachID visits the payment's id.
func (q *PaymentQuery) EachID(visit func(string, Sealable)) { visit("/id", &q.ID) }

// EachID visits the ids of the customer and the account.
func (q *PaymentsQuery) EachID(visit func(string, Sealable)) {
	visit("customer_id", &q.CustomerID)
	visit("bank_account_id", &q.BankAccountID)
}

// Validate wants a positive amount that the currency can hold.
func (d *PaymentDraft) Validate(now time.Time) error {
	var c Check
	d.Amount.validatePayment(&c, "/amount")
	c.Date("/ach/effective_date", d.ACH.EffectiveDate)
	c.effectiveDate("/ach/effective_date", d.ACH.EffectiveDate, now)
	c.IP("/authorization/ip_address", d.Authorization.IPAddress)
	c.Line("/remittance_information", d.RemittanceInformation)
	return c.Err()
}

// Asked is the payment as the caller wants it, before any vendor has answered.
func (d *PaymentDraft) Asked() Payment {
	p := Payment{
		Object: "payment", Direction: d.Direction, Rail: d.Rail, Status: PaymentCreated,
		Amount: d.Amount, Asset: d.Asset, CustomerID: d.CustomerID, BankAccountID: d.BankAccountID,
		Wallet: d.Wallet, ACH: d.ACH.asked(), Risk: d.Risk, RemittanceInformation: d.RemittanceInformation, Reference: d.Reference,
		Represents: d.Represents,
	}
	if d.Authorization != (PaymentAuthorization{}) {
		authorization := d.Authorization
		p.Authorization = &authorization
	}
	return p
}
