"""The municipality's homes: which are vacant, whom each fits, and to whom it is offered."""
