package ledger

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"nianbao/model"
)

// Taken is a ledger as it was counted into a report: which rows stand behind which cell. It has
// nothing of a person, and no word that nobody has confirmed.
type Taken struct {
	Year int    `json:"year"`
	At   string `json:"at"`             // RFC 3339
	By   string `json:"by"`             // who
	Name string `json:"name,omitempty"` // what the person lets it be called, such as the file's name
	Rows []Kept `json:"rows"`
}

// Day is the day on which the ledger was counted.
func (t *Taken) Day() Day { return Day(t.At[:min(len(t.At), len(time.DateOnly))]) }

// Kept is what is kept of a row that counts.
type Kept struct {
	Where     string         `json:"where"`
	Number    string         `json:"number"`
	Received  Day            `json:"received"`
	Answered  Day            `json:"answered"`
	Applicant string         `json:"applicant"` // a column's key
	Outcome   string         `json:"outcome"`   // a row's key, or Open
	Cells     []model.CellID `json:"cells"`
}

// Keep is what is kept of a count.
func (c *Count) Keep(b *Book, by, at, name string) *Taken {
	t := &Taken{Year: c.Year, By: by, At: at, Name: name, Rows: make([]Kept, 0, len(c.Placed))}
	byRow := map[int]int{}
	for _, p := range c.Placed {
		k, has := byRow[p.Row]
		if !has {
			r := &b.Rows[p.Row]
			k = len(t.Rows)
			byRow[p.Row] = k
			t.Rows = append(t.Rows, Kept{Where: KeepPlace(r.Where), Number: KeepNumber(r.Number), Received: r.Received, Answered: r.Answered})
		}
		kept := &t.Rows[k]
		kept.Applicant, kept.Outcome = cmp.Or(kept.Applicant, p.Applicant), cmp.Or(kept.Outcome, p.Outcome)
		kept.Cells = append(kept.Cells, p.Cells...)
	}
	return t
}

// ParseTaken reads what Encode has written; "" is nil.
func ParseTaken(text string) (*Taken, error) {
	if text == "" {
		return nil, nil
	}
	t := &Taken{}
	if err := json.Unmarshal([]byte(text), t); err != nil {
		return nil, fmt.Errorf("台账的记录损坏：%w", err)
	}
	return t, nil
}

// Encode is it to be stored.
func (t *Taken) Encode() (string, error) {
	text, err := json.Marshal(t)
	return string(text), err
}

// Behind are the rows that a cell counts; of a total, those of the cells that it adds up. An
// application counts once in a total.
func (t *Taken) Behind(form *model.Form, id model.CellID) (rows []Kept) {
	leaves := form.Leaves(id)
	for _, r := range t.Rows {
		if slices.ContainsFunc(r.Cells, func(c model.CellID) bool { return slices.Contains(leaves, c) }) {
			rows = append(rows, r)
		}
	}
	return rows
}

// Changed is a row that another reading of a ledger has otherwise.
type Changed struct {
	Before, After *Kept // nil for a row that wasn't there, or is gone
}

// Since tells what has changed from an earlier reading: rows that came, went, or count elsewhere.
// Rows are the same by their numbers, those without by their places.
func (t *Taken) Since(before *Taken) (out []Changed) {
	key := func(r *Kept) string { return cmp.Or(r.Number, r.Where) }
	had := map[string][]*Kept{}
	for i := range before.Rows {
		k := key(&before.Rows[i])
		had[k] = append(had[k], &before.Rows[i])
	}
	for i := range t.Rows {
		now, k := &t.Rows[i], key(&t.Rows[i])
		if len(had[k]) == 0 {
			out = append(out, Changed{After: now})
			continue
		}
		was := had[k][0]
		had[k] = had[k][1:]
		if !slices.Equal(was.Cells, now.Cells) || was.Received != now.Received || was.Answered != now.Answered {
			out = append(out, Changed{was, now})
		}
	}
	for i := range before.Rows {
		if k := key(&before.Rows[i]); len(had[k]) > 0 && had[k][0] == &before.Rows[i] {
			out = append(out, Changed{Before: &before.Rows[i]})
			had[k] = had[k][1:]
		}
	}
	return out
}
