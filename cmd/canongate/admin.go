package main

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"canongate/canonical"
	"canongate/gateway"
)

// newAdminServer serves probes and metrics. With a token, everything but the
// probes wants it.
func newAdminServer(metrics http.Handler, ready func(context.Context) []gateway.Dependency, token canonical.Secret) *http.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) { writeReadiness(w, ready(r.Context())) })
	mux.Handle("GET /metrics", authorized(token, metrics))
	return &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute}
}

// readiness is the body of /readyz.
type readiness struct {
	Status       string               `json:"status"`
	Dependencies []gateway.Dependency `json:"dependencies"`
}

func writeReadiness(w http.ResponseWriter, dependencies []gateway.Dependency) {
	answer, status := readiness{Status: "ready", Dependencies: dependencies}, http.StatusOK
	for _, d := range dependencies {
		if !d.Ready {
			answer.Status, status = "not ready", http.StatusServiceUnavailable
		}
	}
	writeJSON(w, status, answer)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client hung up: nobody is left to tell
}

// authorized wants the token, when there is one, as a bearer credential.
func authorized(token canonical.Secret, next http.Handler) http.Handler {
	if token.IsZero() {
		return next
	}
	want := sha256.Sum256([]byte(token.Reveal()))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shown, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if got := sha256.Sum256([]byte(shown)); subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, "the admin token is needed", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}
