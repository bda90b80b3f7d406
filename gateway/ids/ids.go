// Package ids makes the opaque ids of the public API: it seals the connection and
// the vendor's keys of a resource for one kind and one tenant, and opens them
// again. It is the only package that uses Tink.
package ids

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"canongate/canonical"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/tink-crypto/tink-go/v2/daead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

// maxIDLength bounds what is decoded at all; the longest real id, an offer's,
// stays below half of it.
const maxIDLength = 2048

// usualLength is that of ids which need no memory but their own.
const usualLength = 256

// errNotOurs is the one error of Open: it does not tell a tampered id from one of
// another tenant or kind.
var errNotOurs = errors.New("open id: it was not sealed here for this kind and tenant")

// strictBase64 refuses a second spelling of the same bytes, so that an id has
// one form only. Line breaks it would skip; Open refuses them.
var strictBase64 = base64.RawURLEncoding.Strict()

// Codec seals and opens ids: AES-SIV (RFC 5297) over the connection and the
// vendor's keys, with the kind and the tenant as associated data. Equal input
// gives an equal id. Safe for concurrent use.
type Codec struct {
	primary *siv
	enabled []*siv
}

// New reads a key set in Tink's JSON form. Its primary key seals; every
// enabled key opens. The error never holds key material.
func New(keysetJSON []byte) (*Codec, error) {
	handle, err := readKeyset(keysetJSON)
	if err != nil {
		return nil, err
	}
	c := &Codec{}
	for i := range handle.Len() {
		entry, err := handle.Entry(i)
		if err != nil || entry.KeyStatus() != keyset.Enabled {
			continue
		}
		cipher, err := sivOf(entry.Key())
		if err != nil {
			return nil, fmt.Errorf("use id key set: %w", err)
		}
		if c.enabled = append(c.enabled, cipher); entry.IsPrimary() {
			c.primary = cipher
		}
	}
	if c.primary == nil {
		return nil, fmt.Errorf("use id key set: %w", errKey)
	}
	return c, nil
}

// NewKeyset makes a key set with one fresh key.
func NewKeyset() ([]byte, error) {
	handle, err := keyset.NewHandle(daead.AESSIVKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("make id key set: %w", err)
	}
	return writeKeyset(handle)
}

// RotateKeyset adds a fresh primary key to a key set. Ids that the old keys
// sealed still open.
func RotateKeyset(keysetJSON []byte) ([]byte, error) {
	handle, err := readKeyset(keysetJSON)
	if err != nil {
		return nil, err
	}
	manager := keyset.NewManagerFromHandle(handle)
	id, err := manager.Add(daead.AESSIVKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("rotate id key set: %w", err)
	}
	if err := manager.SetPrimary(id); err != nil {
		return nil, fmt.Errorf("rotate id key set: %w", err)
	}
	if handle, err = manager.Handle(); err != nil {
		return nil, fmt.Errorf("rotate id key set: %w", err)
	}
	return writeKeyset(handle)
}

func readKeyset(keysetJSON []byte) (*keyset.Handle, error) {
	handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(keysetJSON)))
	if err != nil {
		return nil, errors.New("read id key set: it is not a key set in JSON as `canongate keys` makes it")
	}
	return handle, nil
}

func writeKeyset(handle *keyset.Handle) ([]byte, error) {
	var b bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewJSONWriter(&b)); err != nil {
		return nil, fmt.Errorf("write id key set: %w", err)
	}
	return b.Bytes(), nil
}

// sealedID is what an id holds.
type sealedID struct {
	Connection string         `json:"connection"`
	Keys       canonical.Keys `json:"keys"`
}

// Seal makes what callers of the tenant see of an id.
func (c *Codec) Seal(kind canonical.Kind, tenant, connection string, keys canonical.Keys) (string, error) {
	plain, err := appendID(make([]byte, 0, usualLength), connection, keys)
	if err != nil {
		return "", errors.New("seal id: a key is not UTF-8")
	}
	sealed := c.primary.seal(make([]byte, 0, usualLength), plain, associatedData(kind, tenant))
	text := append(append(make([]byte, 0, usualLength), kind...), '_')
	return string(strictBase64.AppendEncode(text, sealed)), nil
}

// appendID writes a sealedID as JSON, with the keys in order: equal ids are equal
// texts. By hand, because this runs for every id of every answer.
func appendID(b []byte, connection string, keys canonical.Keys) ([]byte, error) {
	b, err := jsontext.AppendQuote(append(b, `{"connection":`...), connection)
	if err != nil {
		return nil, err
	}
	b = append(b, `,"keys":{`...)
	names := make([]string, 0, 4)
	for name := range keys {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = jsontext.AppendQuote(b, name); err != nil {
			return nil, err
		}
		if b, err = jsontext.AppendQuote(append(b, ':'), keys[name]); err != nil {
			return nil, err
		}
	}
	return append(b, "}}"...), nil
}

// Open gives the connection and the vendor's keys of an id that was sealed for
// this kind and tenant. It fails alike for every other text.
func (c *Codec) Open(kind canonical.Kind, tenant, id string) (connection string, keys canonical.Keys, err error) {
	text, ours := strings.CutPrefix(id, string(kind)+"_")
	if !ours || len(id) > maxIDLength || strings.ContainsAny(text, "\r\n") {
		return "", nil, errNotOurs
	}
	sealed, err := strictBase64.AppendDecode(make([]byte, 0, usualLength), append(make([]byte, 0, usualLength), text...))
	if err != nil {
		return "", nil, errNotOurs
	}
	plain, ok := c.decrypt(make([]byte, 0, usualLength), sealed, associatedData(kind, tenant))
	if !ok {
		return "", nil, errNotOurs
	}
	opened, ok := readID(string(plain))
	if !ok {
		opened = readOddID(string(plain))
	}
	if opened.Connection == "" {
		return "", nil, errNotOurs
	}
	return opened.Connection, opened.Keys, nil
}

// decrypt appends the plain text by the key that sealed it.
func (c *Codec) decrypt(b, sealed, associated []byte) (plain []byte, ok bool) {
	for _, cipher := range c.enabled {
		if plain, ok = cipher.open(b, sealed, associated); ok {
			return plain, true
		}
	}
	return nil, false
}

// readOddID reads an id with an escape in it, of another form or from an older program.
// One that cannot be read has no connection.
func readOddID(plain string) (id sealedID) {
	if json.Unmarshal([]byte(plain), &id) != nil {
		return sealedID{}
	}
	return id
}

// readID reads what appendID wrote, and leaves the rest to readOddID.
func readID(plain string) (id sealedID, ok bool) {
	rest, ours := strings.CutPrefix(plain, `{"connection":"`)
	if !ours || strings.Contains(plain, `\`) {
		return sealedID{}, false
	}
	if id.Connection, rest, ours = strings.Cut(rest, `","keys":{`); !ours || strings.Contains(id.Connection, `"`) {
		return sealedID{}, false
	}
	id.Keys = make(canonical.Keys, 1)
	for rest != "}}" {
		name, after, named := strings.Cut(strings.TrimPrefix(rest, ","), `":"`)
		value, after, ended := strings.Cut(after, `"`)
		name, quoted := strings.CutPrefix(name, `"`)
		if !named || !ended || !quoted || strings.Contains(name, `"`) || (rest[0] == ',') != (len(id.Keys) > 0) {
			return sealedID{}, false
		}
		id.Keys[name], rest = value, after
		if rest == "" {
			return sealedID{}, false
		}
	}
	return id, true
}

// Owner gives the connection that an id of the tenant leads to, whatever its kind.
func (c *Codec) Owner(tenant, id string) (connection string, ok bool) {
	kind, _, _ := strings.Cut(id, "_")
	connection, _, err := c.Open(canonical.Kind(kind), tenant, id)
	return connection, err == nil
}

// associatedData ties an id to its kind and tenant; a kind has no NUL, so no
// two pairs read alike.
func associatedData(kind canonical.Kind, tenant string) []byte {
	return appendAssociated(make([]byte, 0, len(kind)+1+len(tenant)), kind, tenant)
}

func appendAssociated(b []byte, kind canonical.Kind, tenant string) []byte {
	return append(append(append(b, kind...), 0), tenant...)
}

// AppendPlain appends all that an id stands for, unsealed: equal ids give equal
// texts. It is for hashing; nothing else may see the text.
func AppendPlain(b []byte, kind canonical.Kind, tenant, connection string, keys canonical.Keys) ([]byte, error) {
	return appendID(appendAssociated(b, kind, tenant), connection, keys)
}

// Encoder seals the ids of one resource on its way out. It keeps its first error.
type Encoder struct {
	codec      *Codec
	tenant     string
	connection string
	err        error
}

// NewEncoder makes an encoder for a resource of the connection.
func (c *Codec) NewEncoder(tenant, connection string) *Encoder {
	return &Encoder{codec: c, tenant: tenant, connection: connection}
}

// Visit seals an id that an adapter made; one that came sealed stays as it is,
// so that a caller reads back the id that was given.
func (e *Encoder) Visit(_ string, id canonical.Sealable) {
	if e.err != nil || id.Sealed() != "" || len(id.Keys()) == 0 {
		return
	}
	text, err := e.codec.Seal(id.Kind(), e.tenant, e.connection, id.Keys())
	if err != nil {
		e.err = err
		return
	}
	id.Seal(text)
}

// Err is the first error of sealing.
func (e *Encoder) Err() error { return e.err }

// decoder opens the ids of one request. All of them must lead to the same
// connection: a customer of one vendor has no account at another.
type decoder struct {
	codec      *Codec
	tenant     string
	connection string // of the ids opened so far
	references []Reference
	err        error // of the first id that does not open
	mixed      canonical.Check
}

// Reference is a customer's id of a request in whose place the caller's own id of the
// person stands.
type Reference struct {
	Text    string // the caller's own id
	Pointer string
	id      canonical.Sealable
}

// OpenAll opens the ids of a request of the tenant, and gives the connection that
// they name, or "" without ids. References are left to Resolve.
func (c *Codec) OpenAll(tenant string, of canonical.Identified) (connection string, references []Reference, err error) {
	d := decoder{codec: c, tenant: tenant}
	of.EachID(d.visit)
	if d.err != nil {
		return "", nil, d.err
	}
	return d.connection, d.references, d.mixed.Err()
}

// Resolve puts the id of the person's record, as Seal made it, in the place of a
// reference, and opens it.
func (c *Codec) Resolve(tenant string, reference Reference, record string) error {
	_, keys, err := c.Open(canonical.KindCustomer, tenant, record)
	if err != nil {
		return errors.New("resolve reference: the id of its record does not open")
	}
	reference.id.Seal(record)
	reference.id.Open(keys)
	return nil
}

// Same says whether two ids of the tenant's customers, as Seal made them, are those of
// one record: a rotation of the keys gives it another text.
func (c *Codec) Same(tenant, one, other string) bool {
	if one == other {
		return true
	}
	connection, keys, err := c.Open(canonical.KindCustomer, tenant, one)
	if err != nil {
		return false
	}
	otherConnection, otherKeys, err := c.Open(canonical.KindCustomer, tenant, other)
	return err == nil && connection == otherConnection && maps.Equal(keys, otherKeys)
}

// visit opens an id that came sealed.
func (d *decoder) visit(pointer string, id canonical.Sealable) {
	if id.Sealed() == "" || d.err != nil {
		return
	}
	if text, refers := strings.CutPrefix(id.Sealed(), canonical.ReferencePrefix); refers && text != "" && id.Kind() == canonical.KindCustomer {
		d.references = append(d.references, Reference{Text: text, Pointer: pointer, id: id})
		return
	}
	connection, keys, err := d.codec.Open(id.Kind(), d.tenant, id.Sealed())
	if err != nil {
		d.err = Unknown(id.Kind(), pointer)
		return
	}
	if d.connection == "" {
		d.connection = connection
	}
	if d.connection != connection {
		d.mixed.Invalid(pointer, "must belong to the same connection as the other ids of the request")
		return
	}
	id.Open(keys)
}

// PathPointer is what EachID calls the id that stands in the path.
const PathPointer = "/id"

var unknownIDs = map[canonical.Kind]canonical.Code{
	canonical.KindCustomer:     canonical.CustomerNotFound,
	canonical.KindVerification: canonical.VerificationNotFound,
	canonical.KindRequirement:  canonical.RequirementNotFound,
	canonical.KindAgreement:    canonical.AgreementNotFound,
	canonical.KindBankAccount:  canonical.BankAccountNotFound,
	canonical.KindPayment:      canonical.PaymentNotFound,
	canonical.KindDocument:     canonical.NotFound,
	canonical.KindOffer:        canonical.NotFound,
}

// Unknown is the error of an id that does not open.
func Unknown(kind canonical.Kind, pointer string) error {
	e := &canonical.Error{Code: unknownIDs[kind], Origin: canonical.OriginCaller, Message: "No such id exists for this tenant."}
	if pointer != PathPointer {
		e.Fields = []canonical.FieldError{{Pointer: pointer, Code: canonical.FieldInvalid, Detail: "is not an id of this tenant"}}
	}
	return e
}
