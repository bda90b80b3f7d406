module canongate/deploy/clients/go

go 1.26.0
