package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"canongate/gateway"
)

// sandboxWorld shows and moves the simulator at an address.
type sandboxWorld struct{ base string }

// worldClient calls simulators of this process: it keeps no connection that would
// outlive them.
var worldClient = &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

// maxWorldAnswer bounds what is read of a simulator's answer; its longest is a history
// of 10,000 payments.
const maxWorldAnswer = 16 << 20

// Show reads the sandbox's values, actions and files.
func (w sandboxWorld) Show(ctx context.Context) (view gateway.SandboxView, err error) {
	answer, err := w.call(ctx, http.MethodGet, "", nil)
	if err == nil {
		err = json.Unmarshal(answer.body, &view)
	}
	return view, err
}

// worldCommand is a command as simulators read it.
type worldCommand struct {
	Action       string            `json:"action"`
	Payment      *worldPayment     `json:"payment,omitempty"`
	Customer     map[string]string `json:"customer,omitempty"`
	Verification map[string]string `json:"verification,omitempty"`
	Code         string            `json:"code,omitempty"`
	Status       string            `json:"status,omitempty"`
	By           string            `json:"by,omitempty"`
}

type worldPayment struct {
	Reference string            `json:"reference,omitempty"`
	Direction string            `json:"direction"`
	Amount    string            `json:"amount"`
	Customer  map[string]string `json:"customer"`
	Bank      map[string]string `json:"bank"`
}

// Move has the sandbox do an action.
func (w sandboxWorld) Move(ctx context.Context, c gateway.SandboxCommand) (moved gateway.SandboxMoved, err error) {
	command := worldCommand{
		Action: c.Action, Customer: c.Customer, Verification: c.Verification, Code: c.Code, Status: c.Status, By: c.By,
	}
	if p := c.Payment; p != nil {
		command.Payment = &worldPayment{
			Reference: p.VendorReference, Direction: p.Direction, Amount: p.Amount.Value.String(),
			Customer: p.CustomerID.Keys(), Bank: p.BankAccountID.Keys(),
		}
	}
	body, err := json.Marshal(command)
	if err != nil {
		return moved, err
	}
	answer, err := w.call(ctx, http.MethodPost, "/actions", body)
	if err != nil {
		return moved, err
	}
	var told struct{ Notification json.RawMessage }
	if err := errors.Join(json.Unmarshal(answer.body, &moved), json.Unmarshal(answer.body, &told)); err != nil {
		return moved, err
	}
	moved.Notification = told.Notification
	return moved, nil
}

// File reads a file that the vendor would send.
func (w sandboxWorld) File(ctx context.Context, name string) (gateway.SandboxFile, error) {
	answer, err := w.call(ctx, http.MethodGet, "/files/"+url.PathEscape(name), nil)
	if err != nil {
		return gateway.SandboxFile{}, err
	}
	return gateway.SandboxFile{
		ContentType: answer.header.Get("Content-Type"), Body: answer.body,
		CoverageFrom: answer.header.Get("Coverage-From"), CoverageTo: answer.header.Get("Coverage-To"),
	}, nil
}

type worldAnswer struct {
	header http.Header
	body   []byte
}

func (w sandboxWorld) call(ctx context.Context, method, path string, body []byte) (worldAnswer, error) {
	r, err := http.NewRequestWithContext(ctx, method, w.base+"/_sandbox"+path, bytes.NewReader(body))
	if err != nil {
		return worldAnswer{}, err
	}
	res, err := worldClient.Do(r)
	if err != nil {
		return worldAnswer{}, err
	}
	defer res.Body.Close()
	content, err := io.ReadAll(io.LimitReader(res.Body, maxWorldAnswer))
	if err != nil {
		return worldAnswer{}, err
	}
	if res.StatusCode != http.StatusOK {
		refusal := &gateway.SandboxRefusal{Status: res.StatusCode}
		if err := json.Unmarshal(content, refusal); err != nil {
			return worldAnswer{}, fmt.Errorf("ask the sandbox: it answers %d", res.StatusCode)
		}
		return worldAnswer{}, refusal
	}
	return worldAnswer{header: res.Header, body: content}, nil
}
