package model

import (
	"os"
	"path/filepath"
)

// zeroReport is a town's report without a fault: all figures 0, all texts written.
func zeroReport() *Report { return sample("town") }

// countyReport has the figures of a county's published report for 2025 and
// texts that go with them.
func countyReport() *Report { return sample("county") }

// sample reads one of the reports that the tests of model and of check share.
func sample(name string) *Report {
	data, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		panic(err)
	}
	r, err := Decode(data)
	if err != nil {
		panic(err)
	}
	return r
}
