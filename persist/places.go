package persist

import (
	"fmt"
	"slices"
)

// placeKey files a place under the report, then the user.
func (t *tx) placeKey(id uint64) []byte { return slices.Concat(key(id), []byte(t.who.User)) }

// Place is where this user left a report, in whatever form SavePlace was given;
// "" when never. Errors: the backend's.
func (s *Store) Place(id string) (place string, err error) {
	err = s.view(func(t *tx) error {
		place = string(t.Get(bucketPlaces, t.placeKey(parseID(id))))
		return nil
	})
	return place, err
}

// SavePlace remembers where this user leaves a report. Errors: ErrNotFound,
// ErrReadOnly, ErrFull, and the backend's.
func (s *Store) SavePlace(id, place string) error {
	return s.update(func(t *tx) error {
		if _, err := t.summary(parseID(id)); err != nil {
			return err
		}
		return t.savePlace(parseID(id), place)
	})
}

func (t *tx) savePlace(id uint64, place string) error {
	return t.Put(bucketPlaces, t.placeKey(id), []byte(place))
}

// userKey files what is this user's own; no key may be empty.
func (t *tx) userKey() []byte { return []byte("user " + t.who.User) }

// unitKey files what is a unit's, for all users.
func unitKey(unit string) []byte { return []byte("unit " + unit) }

// UnitStyle is how a unit has its files made, in whatever form SaveUnitStyle was given;
// "" when never. Errors: the backend's.
func (s *Store) UnitStyle(unit string) (style string, err error) {
	err = s.view(func(t *tx) error {
		style = string(t.Get(bucketSettings, unitKey(unit)))
		return nil
	})
	return style, err
}

// SaveUnitStyle remembers how a unit has its files made. Errors: ErrReadOnly, ErrFull, and
// the backend's.
func (s *Store) SaveUnitStyle(unit, style string) error {
	return s.update(func(t *tx) error {
		return t.Put(bucketSettings, unitKey(unit), []byte(style))
	})
}

// wordsKey files what the words of a unit's ledgers mean, ledgerKey the rows behind a report's
// figures.
func wordsKey(unit string) []byte { return []byte("words " + unit) }

func ledgerKey(id uint64) []byte { return slices.Concat([]byte("ledger "), key(id)) }

// UnitWords is what the words of a unit's ledgers mean, in whatever form SaveUnitWords was
// given; "" when never. Errors: the backend's.
func (s *Store) UnitWords(unit string) (words string, err error) {
	err = s.view(func(t *tx) error {
		words = string(t.Get(bucketSettings, wordsKey(unit)))
		return nil
	})
	return words, err
}

// SaveUnitWords remembers what the words of a unit's ledgers mean. Errors: ErrReadOnly, ErrFull,
// and the backend's.
func (s *Store) SaveUnitWords(unit, words string) error {
	return s.update(func(t *tx) error {
		return t.Put(bucketSettings, wordsKey(unit), []byte(words))
	})
}

// Ledger is which rows of a ledger stand behind a report's figures, in whatever form SaveLedger
// was given; "" for none. Errors: the backend's.
func (s *Store) Ledger(id string) (rows string, err error) {
	err = s.view(func(t *tx) error {
		rows = ""
		packed := t.Get(bucketSettings, ledgerKey(parseID(id)))
		if packed == nil {
			return nil
		}
		body, err := unpack(packed, nil)
		if err != nil {
			return broken(fmt.Errorf("ledger of report %s: %w", id, err))
		}
		rows = string(body)
		return nil
	})
	return rows, err
}

// SaveLedger remembers which rows of a ledger stand behind a report's figures. Errors: ErrNotFound,
// ErrReadOnly, ErrFull, and the backend's.
func (s *Store) SaveLedger(id, rows string) error {
	packed, err := pack([]byte(rows), nil)
	if err != nil {
		return err
	}
	return s.update(func(t *tx) error {
		if _, err := t.summary(parseID(id)); err != nil {
			return err
		}
		return t.Put(bucketSettings, ledgerKey(parseID(id)), packed)
	})
}

// Settings are how this user wants the program, in whatever form SaveSettings
// was given; "" when never. Errors: the backend's.
func (s *Store) Settings() (settings string, err error) {
	err = s.view(func(t *tx) error {
		settings = string(t.Get(bucketSettings, t.userKey()))
		return nil
	})
	return settings, err
}

// SaveSettings remembers how this user wants the program. Errors: ErrReadOnly,
// ErrFull, and the backend's.
func (s *Store) SaveSettings(settings string) error {
	return s.update(func(t *tx) error {
		return t.Put(bucketSettings, t.userKey(), []byte(settings))
	})
}
