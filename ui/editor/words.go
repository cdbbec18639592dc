package editor

import "unicode"

// script is what kind of characters stand together: Chinese ones, letters and digits,
// signs, white space.
func script(r rune) int {
	switch {
	case unicode.IsSpace(r):
		return 0
	case unicode.Is(unicode.Han, r):
		return 1
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return 2
	}
	return 3
}

// WordRight moves to the next place where punctuation ends or begins, or Chinese meets
// figures and letters; at a paragraph's end to the next paragraph.
func (e *Editor) WordRight() {
	text := e.paragraphs[e.at.para].text
	at := e.at.char
	if at == len(text) {
		e.Right()
		return
	}
	for kind := script(text[at]); at < len(text) && script(text[at]) == kind; at++ {
	}
	for at < len(text) && script(text[at]) == script(' ') {
		at++
	}
	e.at.char, e.goal = at, -1
}

// WordLeft is WordRight the other way.
func (e *Editor) WordLeft() {
	text := e.paragraphs[e.at.para].text
	at := e.at.char
	if at == 0 {
		e.Left()
		return
	}
	for at > 0 && script(text[at-1]) == script(' ') {
		at--
	}
	if at > 0 {
		for kind := script(text[at-1]); at > 0 && script(text[at-1]) == kind; at-- {
		}
	}
	e.at.char, e.goal = at, -1
}

// Places are where words stand in the text, in characters, none over another.
func (e *Editor) Places(words string) (places []int) {
	text, want := []rune(e.Value()), []rune(words)
	for at := 0; len(want) > 0 && at+len(want) <= len(text); {
		if string(text[at:at+len(want)]) == words {
			places = append(places, at)
			at += len(want)
		} else {
			at++
		}
	}
	return places
}
