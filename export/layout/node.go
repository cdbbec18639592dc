package layout

import "nianbao/model"

// Node is an element of the document's structure: H1, P, Table, TR, TH, TD.
type Node struct {
	Tag        string
	Kids       []*Node
	Rows, Cols int          // of a cell
	Scope      string       // of a head cell
	Cell       model.CellID // whose figure it is, "" for none
}

// add puts a node below another and returns it.
func (n *Node) add(kid *Node) *Node {
	n.Kids = append(n.Kids, kid)
	return kid
}
