package canonical_test

import (
	"slices"
	"testing"

	"canongate/canonical"
)

func TestPlacesNameWhatHasNone(t *testing.T) {
	t.Parallel()
	places := canonical.PlacesFor("/name/given_name", "/phones/*/number", "/metadata/note~1a", "/identifiers/*/visa/number", "/documents")
	yes := true
	for name, c := range map[string]struct {
		draft   canonical.CustomerDraft
		dropped []string
		want    []string
	}{
		"nothing given": {},
		"only what has a place": {draft: canonical.CustomerDraft{Type: "individual", ClientContext: &canonical.ClientContext{IPAddress: "192.0.2.1"}, Profile: canonical.Profile{
			Name: &canonical.Name{GivenName: "Mira"}, Phones: []canonical.Phone{{Number: "+971500000101"}}, Metadata: map[string]canonical.Personal{"note/a": "x"},
		}}},
		"a whole branch": {
			draft: canonical.CustomerDraft{ExistingCustomer: &yes, Profile: canonical.Profile{Gender: "female", Employment: &canonical.Employment{OccupationCode: "1"}}},
			want:  []string{"/employment", "/existing_customer", "/gender"},
		},
		"below a branch that has a place": {
			draft: canonical.CustomerDraft{Profile: canonical.Profile{
				Name: &canonical.Name{GivenName: "Mira", Suffix: "II"}, Metadata: map[string]canonical.Personal{"b": "x", "a/b": "x", "note/a": "x"},
				Phones:      []canonical.Phone{{Number: "+971500000101"}, {Number: "+971500000102", Extension: "7"}},
				Identifiers: []canonical.Identifier{{Type: "passport", Visa: &canonical.Visa{Number: "1", ExpiresOn: "2030-01-01"}}},
			}},
			want: []string{"/identifiers/0/type", "/identifiers/0/visa/expires_on", "/metadata/a~1b", "/metadata/b", "/name/suffix", "/phones/1/extension"},
		},
		"an element that was dropped, once": {
			draft:   canonical.CustomerDraft{Profile: canonical.Profile{Phones: []canonical.Phone{{Number: "+971500000101"}, {Number: "+971500000102", Extension: "7"}}}},
			dropped: []string{"/phones/1"}, want: []string{"/phones/1"},
		},
		"an empty list says nothing": {draft: canonical.CustomerDraft{Profile: canonical.Profile{Emails: []canonical.Email{}, Metadata: map[string]canonical.Personal{}}}},
	} {
		if got := places.Ignored(&c.draft, c.dropped...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestPlacesMustExist(t *testing.T) {
	t.Parallel()
	for _, p := range []string{"/surname", "/name/given", "/phones/number", "/kyc", "/gender_raw"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is taken for a field of a draft", p)
				}
			}()
			canonical.PlacesFor(p)
		}()
	}
}
