package model

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Rescue is what a rescue file holds beside the exchange file of a report: what
// could not be saved, to be put on top of the store's report later.
type Rescue struct {
	Report   string `json:"report"`   // its ID
	Revision int    `json:"revision"` // that the edits were made on
	User     string `json:"user"`     // who made them
	Store    string `json:"store"`    // the file that they were to be saved in; "" in older ones
	Edits    []Edit `json:"edits"`    // not saved, in order
	Place    string `json:"place"`    // where the sitting was, with what was half typed
}

// DecodeRescue reads a rescue file. The error is for the operator.
func DecodeRescue(data []byte) (*Report, *Rescue, error) {
	r, err := Decode(data)
	if err != nil {
		return nil, nil, err
	}
	var x exchange
	if err := json.Unmarshal(data, &x); err != nil {
		return nil, nil, fmt.Errorf("不是完整的 JSON：%w", err)
	}
	if x.Rescue == nil {
		return nil, nil, errors.New("里面没有记着改了哪些，是一份普通的交换文件")
	}
	return r, x.Rescue, nil
}

// Resume is a sitting with a rescue's edits unsaved, over the report as they found
// it, as far as they go; the rest is the latest's. Put on top of that by Rebase,
// they meet what has come since. Errors: what is wrong with an edit.
func (x *Rescue) Resume(latest *Report, id string) (*Session, error) {
	base := latest.Clone()
	base.Revision = min(x.Revision, latest.Revision-1)
	if base.State == Final {
		base.State = "" // what to do about that is asked later
	}
	for _, c := range (&Session{pending: x.Edits}).unsaved() {
		if err := base.check(c.Target, c.Before); err != nil {
			return nil, err
		}
		base.set(c.Target, c.Before)
	}
	s := NewSession(base, id)
	for _, e := range x.Edits {
		if err := s.Apply(e); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Changes are what a rescue's edits come to, a change a target.
func (x *Rescue) Changes() (all []Change) {
	for _, c := range (&Session{pending: x.Edits}).unsaved() {
		if c.Before != c.After {
			all = append(all, c.Change)
		}
	}
	return all
}
