package config

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"canongate/gateway"
	"canongate/gateway/auth"
)

// DemoKey is the API key of a quickstart. Everybody knows it, so it is refused
// where a connection is not a sandbox.
const DemoKey = "cg_demo_sandboxes_only"

// HashKey is how an API key stands in the file.
func HashKey(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// HasDemoKey says whether callers may use DemoKey.
func (c Config) HasDemoKey() bool {
	for _, key := range c.Auth.APIKeys {
		if slices.ContainsFunc(key.SHA256, func(h auth.Hash) bool { return strings.EqualFold(h.SHA256, HashKey(DemoKey)) }) {
			return true
		}
	}
	return false
}

func (f *File) checkAuth() {
	a := f.Config.Auth
	ids, hashes := unique{}, unique{}
	for i, key := range a.APIKeys {
		path := "auth.api_keys." + strconv.Itoa(i)
		f.checkName(path+".id", key.ID)
		f.checkName(path+".tenant", key.Tenant)
		ids.check(f, path+".id", key.ID)
		for j, hash := range key.SHA256 {
			at := path + ".sha256." + strconv.Itoa(j) + ".sha256"
			f.checkHash(at, hash.SHA256)
			hashes.check(f, at, strings.ToLower(hash.SHA256))
		}
		for j, scope := range key.Scopes {
			f.RequireKnown(path+".scopes."+strconv.Itoa(j), scope, "scope", auth.Scopes())
		}
	}
	f.checkJWT(a.JWT)
	f.checkCallerLimits(a.Limits)
	if len(a.APIKeys) == 0 && a.JWT.Issuer == "" && f.Sound("auth") {
		f.AddProblem("auth", "names no API key and no JWT issuer, so nobody could call")
	}
}

func (f *File) checkHash(path, hash string) {
	if hash == "" {
		return
	}
	if raw, err := hex.DecodeString(hash); err != nil || len(raw) != sha256.Size {
		f.AddProblem(path, "must be the SHA-256 of the key in hex, 64 digits (canongate keys makes one)")
	} else if strings.EqualFold(hash, HashKey(DemoKey)) && !f.quickstart() {
		f.AddProblem(path, "is of the demo key, which everybody knows; it is for files of sandboxes only")
	}
}

func (f *File) checkCallerLimits(limits []auth.CallerLimit) {
	limitNames := unique{}
	for i, l := range limits {
		path := "auth.limits." + strconv.Itoa(i)
		f.checkName(path+".name", l.Name)
		limitNames.check(f, path+".name", l.Name)
		if l.Name == auth.OwnLimit {
			f.AddProblem(path+".name", "is the name of the callers' own rates")
		}
		for j, tenant := range l.Tenants {
			f.checkName(path+".tenants."+strconv.Itoa(j), tenant)
		}
		for j, operation := range l.Operations {
			f.RequireKnown(path+".operations."+strconv.Itoa(j), operation, "operation", gateway.Operations())
		}
	}
}

func (f *File) checkJWT(j auth.JWTOptions) {
	if j.Issuer == "" && j.Audience == "" && j.JWKSURL == "" {
		return
	}
	for key, value := range map[string]string{"issuer": j.Issuer, "audience": j.Audience, "jwks_url": j.JWKSURL} {
		if value == "" {
			f.AddProblem("auth.jwt."+key, "is missing: issuer, audience and jwks_url belong together")
		}
	}
	f.checkURL("auth.jwt.jwks_url", j.JWKSURL)
}
