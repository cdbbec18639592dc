package backend

import (
	"encoding/json"

	"nianbao/model"
)

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

// StyleOf is how a unit has its files made; of one that never said, the zero value.
func StyleOf(store Store, unit string) (style model.UnitStyle, err error) {
	text, err := store.UnitStyle(unit)
	if err == nil && text != "" {
		err = json.Unmarshal([]byte(text), &style)
	}
	return style, err
}

// SaveStyle remembers how a unit has its files made, where that is not known already.
func SaveStyle(store Store, unit string, style model.UnitStyle) error {
	if known, err := StyleOf(store, unit); err == nil && known == style {
		return nil
	}
	text, err := json.Marshal(style)
	if err != nil {
		return err
	}
	return store.SaveUnitStyle(unit, string(text))
}
