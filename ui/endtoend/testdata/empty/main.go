// Command empty does nothing: what the start of any Go program takes.
package main

func main() {}
