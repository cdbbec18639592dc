package backend

import "encoding/json"

// Settings are how the operator wants the program; they are kept in the store,
// each user's own.
type Settings struct {
	EnterRight bool `json:"enter_right,omitempty"` // Enter goes right, not down
	// Columns has plain mode ask column by column, not row by row.
	Columns bool `json:"columns,omitempty"`
	Mouse   bool `json:"mouse,omitempty"`

	Formats []string `json:"formats,omitempty"` // exported last
}

// ReadSettings are the user's settings; without any, the defaults.
func ReadSettings(store Store) (found Settings, err error) {
	text, err := store.Settings()
	if err == nil && text != "" {
		err = json.Unmarshal([]byte(text), &found)
	}
	return found, err
}

// ChangeSettings changes some of what is stored, which another sitting may have changed
// elsewhere.
func ChangeSettings(store Store, change func(*Settings)) error {
	stored, err := ReadSettings(store)
	if err != nil {
		return err
	}
	change(&stored)
	text, err := json.Marshal(stored)
	if err != nil {
		return err
	}
	return store.SaveSettings(string(text))
}
