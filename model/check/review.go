package check

import (
	"time"

	"nianbao/model"
)

// Review is what a reviewer has to say of a report.
type Review struct {
	Report   *model.Report
	Last     *model.Report // the year before's that it was checked with; nil for none
	Findings []Finding
	Date     time.Time       // of the check
	LeftOut  []model.LeftOut // what of the report's file could not be read
	From     string          // the collector that gives the report back; "" for none
	Due      string          // YYYY-MM-DD by which it is to come again; "" for no day
}
