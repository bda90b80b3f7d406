package sandbox

import (
	"net/netip"
	"regexp"

	"canongate/adapters/internal/simulator"
)

type customer struct {
	name             string
	documentVerified bool
}

type getRequest struct {
	MobileNumber string `json:"mobileNumber"`
	Username     string `json:"username"`
	LatLong      string `json:"latlong"`
	PublicIP     string `json:"publicIP"`
}

type processRequest struct {
	MobileNumber string `json:"mobileNumber"`
	Name         string `json:"name"`
	Address      string `json:"address"`
	PinCode      string `json:"pincode"`
	OVDType      string `json:"ovdType"`
	OVDData      string `json:"ovdData"`
	OTP          string `json:"otp"`
	Username     string `json:"username"`
	LatLong      string `json:"latlong"`
	PublicIP     string `json:"publicIP"`
	ParamA       string `json:"paramA"`
	ParamB       string `json:"paramB"`
	ParamC       string `json:"paramC"`
}

var (
	mobileNumber = regexp.MustCompile(`^[6-9]\d{9}$`)
	position     = regexp.MustCompile(`^-?\d+(\.\d+)?[,_]-?\d+(\.\d+)?$`)
	sixDigits    = regexp.MustCompile(`^\d{6}$`)
	aadhaar      = regexp.MustCompile(`^\d{12}$`)
)

// lookups are the numbers that get-customer always answers the same way,
// unless the number has been processed.
var lookups = map[string]string{
	"9000000001": "lookup_customer.unverified",
	"9000000002": "lookup_customer.ok",
	"9000000003": "lookup_customer.document_unverified",
	"9000000004": "lookup_customer.internal",
	"9000000005": "lookup_customer.not_found_nameless",
	"9000000006": "lookup_customer.verified_flagless",
}

func (s *sandbox) getCustomer(r *simulator.Request) simulator.Reply {
	var req getRequest
	if err := r.Decode(&req); err != nil {
		return s.invalidRequest()
	}
	mobile := simulator.Field{Name: "mobileNumber", Value: req.MobileNumber}
	switch text := deviceComplaint(req.LatLong, req.PublicIP); {
	case req.Username == "":
		return s.samples.Reply("lookup_customer.username_empty", mobile)
	case !simulator.LetsIn(req.Username):
		return s.samples.Reply("lookup_customer.user_not_onboarded", mobile)
	case !mobileNumber.MatchString(req.MobileNumber):
		return s.samples.Reply("lookup_customer.invalid_mobile", mobile)
	case text != "":
		return s.samples.Reply("lookup_customer.refused", mobile, simulator.Field{Name: "statusDesc", Value: text})
	}
	if c, ok := s.customers.Get(req.MobileNumber); ok {
		sample := "lookup_customer.document_unverified"
		if c.documentVerified {
			sample = "lookup_customer.ok"
		}
		return s.samples.Reply(sample, mobile, simulator.Field{Name: "name", Value: c.name})
	}
	if sample, ok := lookups[req.MobileNumber]; ok {
		return s.samples.Reply(sample)
	}
	return s.samples.Reply("lookup_customer.not_found", mobile)
}

func (s *sandbox) processCustomer(r *simulator.Request) simulator.Reply {
	var req processRequest
	if err := r.Decode(&req); err != nil {
		return s.invalidRequest()
	}
	if reply, ok := s.checkProcess(req); !ok {
		return reply
	}
	if sample := s.spendOTP(req.MobileNumber, req.OTP); sample != "" {
		return s.processed(sample, req)
	}
	var c customer
	s.customers.Update(req.MobileNumber, func(old customer, _ bool) (customer, bool) {
		c = customer{name: req.Name, documentVerified: old.documentVerified || req.OVDData != ""}
		return c, true
	})
	return s.processed("create_customer.ok", req, simulator.Field{Name: "KYCTypeFlag", Value: c.documentVerified})
}

func (s *sandbox) checkProcess(req processRequest) (simulator.Reply, bool) {
	text := processComplaint(req)
	switch {
	case req.MobileNumber == "":
		return s.processed("create_customer.mobile_empty", req), false
	case req.Name == "":
		return s.processed("create_customer.name_empty", req), false
	case req.Username == simulator.WrongCredential:
		return s.nameless("create_customer.user_not_onboarded", req), false
	case text != "":
		return s.processed("create_customer.refused", req, simulator.Field{Name: "statusDesc", Value: text}), false
	case req.MobileNumber == "9000000014":
		return s.processed("create_customer.internal", req), false
	case req.MobileNumber == "9000000015":
		return s.processed("create_customer.internal_spaced", req), false
	}
	return simulator.Reply{}, true
}

// processComplaint gives the text for a field in the wrong format, or "".
func processComplaint(req processRequest) string {
	switch {
	case req.Username == "":
		return "Username Must not be Empty"
	case !mobileNumber.MatchString(req.MobileNumber):
		return "Invalid mobile number"
	case req.OTP == "":
		return "OTP Must Not Be Empty or Null"
	case req.PinCode != "" && !sixDigits.MatchString(req.PinCode):
		return "Pincode Must be 6 Digits"
	}
	if text := documentComplaint(req.OVDType, req.OVDData); text != "" {
		return text
	}
	return deviceComplaint(req.LatLong, req.PublicIP)
}

func documentComplaint(kind, data string) string {
	switch {
	case kind == "" && data == "":
		return ""
	case kind != "Aadhaar Card" && kind != "BioAuth":
		return "Invalid OVD Type"
	case data == "" || kind == "Aadhaar Card" && !aadhaar.MatchString(data):
		return "Invalid OVD Data"
	}
	return ""
}

func deviceComplaint(latLong, publicIP string) string {
	addr, err := netip.ParseAddr(publicIP)
	switch {
	case latLong == "":
		return "Latlong Must not be Empty"
	case !position.MatchString(latLong):
		return "Invalid Latlong"
	case publicIP == "":
		return "Public IP Must not be Empty"
	case err != nil || !addr.Is4():
		return "Invalid Public IP"
	}
	return ""
}

// processed answers a sample with what the request said laid over it.
func (s *sandbox) processed(sample string, req processRequest, more ...simulator.Field) simulator.Reply {
	return s.nameless(sample, req, append(more, simulator.Field{Name: "name", Value: req.Name})...)
}

// nameless is processed for the samples that leave the name out.
func (s *sandbox) nameless(sample string, req processRequest, more ...simulator.Field) simulator.Reply {
	return s.samples.Reply(sample, append(more,
		simulator.Field{Name: "mobileNumber", Value: req.MobileNumber},
		simulator.Field{Name: "paramA", Value: req.ParamA},
		simulator.Field{Name: "paramB", Value: req.ParamB},
		simulator.Field{Name: "paramC", Value: req.ParamC},
	)...)
}
