package persist

import "slices"

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
