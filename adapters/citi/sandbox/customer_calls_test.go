package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"canongate/adapters/internal/simulator"
)

func TestProfileAnswers(t *testing.T) {
	t.Parallel()
	h := New()
	for _, tc := range []struct{ token, sample string }{
		{CustomerToken, "get_customer.ok"},
		{"single-customer-token", "get_customer.single"},
		{"odd-customer-token", "get_customer.odd"},
		{"unknown-customer-token", "get_customer.not_found"},
		{"forbidden-customer-token", "get_customer.forbidden"},
		{"rejected-customer-token", "get_customer.rejected"},
		{"unavailable-customer-token", "get_customer.unavailable"},
		{"expired-customer-token", "get_customer.unauthorized"},
	} {
		t.Run(tc.token, func(t *testing.T) {
			t.Parallel()
			wantSample(t, get(t, h, profilePath, tc.token), tc.sample)
		})
	}
	wantSample(t, get(t, h, profilePath, appToken(t, h)), "get_customer.forbidden")
}

func TestProfileAddressFilter(t *testing.T) {
	t.Parallel()
	h := New()
	for _, tc := range []struct{ token, kind, want string }{
		{CustomerToken, "HOME_ADDRESS", `[71]`},
		{CustomerToken, "MAILING_ADDRESS", `[72]`},
		{CustomerToken, "OFFICE_ADDRESS", `[]`},
		{"single-customer-token", "OFFICE_ADDRESS", `null`},
	} {
		t.Run(tc.token+" "+tc.kind, func(t *testing.T) {
			t.Parallel()
			var p struct {
				AddressList []struct {
					AddressKey int `json:"addressKey"`
				} `json:"addressList"`
			}
			decode(t, get(t, h, profilePath+"?addressType="+tc.kind, tc.token), http.StatusOK, &p)
			var keys []int
			if p.AddressList != nil {
				keys = []int{}
			}
			for _, a := range p.AddressList {
				keys = append(keys, a.AddressKey)
			}
			got, err := json.Marshal(keys)
			if err != nil || string(got) != tc.want {
				t.Errorf("addresses %s, want %s (%v)", got, tc.want, err)
			}
		})
	}
	w := get(t, h, profilePath+"?addressType=HOME_ADDRESS", "single-customer-token")
	wantSample(t, w, "get_customer.single")
	wantInvalid(t, get(t, h, profilePath+"?addressType=MOON", CustomerToken), "addressType")
	wantInvalid(t, get(t, h, profilePath+"?address_type=HOME_ADDRESS", CustomerToken), "address_type")
}

func TestOfferAnswers(t *testing.T) {
	t.Parallel()
	h := New()
	app := appToken(t, h)
	for _, tc := range []struct {
		name, token, query string
		campaigns          []string
	}{
		{"all", CustomerToken, "", []string{"SB-FULL", "SB-LOAN", "SB-SHOP", "SB-SHOP"}},
		{"app token", app, "", []string{"SB-FULL", "SB-LOAN", "SB-SHOP", "SB-SHOP"}},
		{"one", app, "?campaignId=SB-LOAN", []string{"SB-LOAN"}},
		{"several", app, "?campaignId=SB-SHOP", []string{"SB-SHOP", "SB-SHOP"}},
		{"wave", app, "?campaignId=SB-SHOP&waveId=W04", []string{"SB-SHOP"}},
		{"product", app, "?productCode=CC-EPP", []string{"SB-FULL"}},
		{"category", app, "?offerSegmentCategory=BOOKS", []string{"SB-SHOP"}},
		{"opaque", app, "?campaignId=SB-FULL&accountId=a&cardId=c&offerId=o&virtualOfferFlag=true", []string{"SB-FULL"}},
		{"single customer", "single-customer-token", "", []string{"SB-FULL"}},
		{"none", app, "?campaignId=SB-NOTHING", nil},
		{"customer without", "unknown-customer-token", "", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := get(t, h, offersPath+tc.query, tc.token)
			if tc.campaigns == nil {
				if w.Code != http.StatusNoContent || w.Body.Len() != 0 {
					t.Errorf("status %d, body %q", w.Code, w.Body)
				}
				return
			}
			type named struct {
				CampaignID string `json:"campaignId"`
			}
			var list []named
			if len(tc.campaigns) == 1 {
				list = make([]named, 1)
				decode(t, w, http.StatusOK, &list[0])
			} else {
				decode(t, w, http.StatusOK, &list)
			}
			var got []string
			for _, o := range list {
				got = append(got, o.CampaignID)
			}
			if strings.Join(got, " ") != strings.Join(tc.campaigns, " ") {
				t.Errorf("campaigns %v, want %v", got, tc.campaigns)
			}
		})
	}
}

func TestOfferErrors(t *testing.T) {
	t.Parallel()
	h := New()
	for _, tc := range []struct{ query, token, sample string }{
		{"?campaignId=SB-FORBIDDEN", CustomerToken, "list_offers.forbidden"},
		{"?campaignId=SB-REJECTED", CustomerToken, "list_offers.rejected"},
		{"?campaignId=SB-DOWN", CustomerToken, "list_offers.unavailable"},
		{"", "forbidden-customer-token", "list_offers.forbidden"},
		{"", "rejected-customer-token", "list_offers.rejected"},
		{"", "unavailable-customer-token", "list_offers.unavailable"},
		{"", "expired-customer-token", "list_offers.unauthorized"},
	} {
		wantSample(t, get(t, h, offersPath+tc.query, tc.token), tc.sample)
	}
	wantInvalid(t, get(t, h, offersPath+"?virtualOfferFlag=yes", CustomerToken), "virtualOfferFlag")
	wantInvalid(t, get(t, h, offersPath+"?campaignId=", CustomerToken), "campaignId")
	wantInvalid(t, get(t, h, offersPath+"?waveId=a&waveId=b", CustomerToken), "waveId")
}

// Doubles leave the sandbox exactly as the sample prints them (CIT-9).
func TestOfferNumbersKeepTheirText(t *testing.T) {
	t.Parallel()
	body := get(t, New(), offersPath+"?campaignId=SB-FULL", CustomerToken).Body.String()
	if want := string(simulator.ReadSamples(Samples).Reply("list_offers.ok").Body); body != want {
		t.Errorf("offer %s\nwant  %s", body, want)
	}
	if !strings.Contains(body, `"lopMaximumEligibleAmount":1.5E7`) {
		t.Error("the sample has lost its number in scientific notation")
	}
}
