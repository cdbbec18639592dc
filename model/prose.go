package model

// Mention is a way in which texts speak of figures of the tables.
type Mention struct {
	Name   string     `json:"name"`
	Accept [][]string `json:"accept"` // sums of cells that the number may be, the likeliest first
}

// prose is a text read.
type prose struct{}
