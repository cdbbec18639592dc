package model

// AnswerHead is what a letter to a unit calls the column that the unit fills in; readers take a
// table that has it as it stands.
const AnswerHead = "单位答复"
