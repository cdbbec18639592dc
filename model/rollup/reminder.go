package rollup

import (
	"time"

	"nianbao/model"
)

// Reminder is a letter to the units whose reports a collector still waits for.
type Reminder struct {
	Collector string
	Year      int
	Missing   []model.ListedUnit // that have sent nothing
	Returned  []model.ListedUnit // that were given their reports back and haven't sent them again
	Due       string             // YYYY-MM-DD by which they are asked to; "" for a blank to fill in
	Date      time.Time
}
