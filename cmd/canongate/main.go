// Command canongate is the gateway: one canonical API over many vendors.
package main

func main() {}
