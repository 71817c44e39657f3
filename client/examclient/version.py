"""The version of the client, as it stands in journals and as the service checks it."""

VERSION = "0.1.0"
