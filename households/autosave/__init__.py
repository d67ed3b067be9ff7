"""What is typed in a long form is saved as it is typed, and offered back after a time-out.

How a form about a household opts in. In the view that takes its POST, when the user's right to
write is settled and before the form is judged:

    if (answer := autosave.answered(request, household)) is not None:
        return answer

and when the form has been saved: `autosave.done(request)`. In the view that shows the form,
`address` being what the form posts to:

    typed = autosave.typed(request, household, address)   # a QueryDict when it is taken in, or None
    context |= {"autosave": autosave.page_of(request, household, address)}

A plain form takes it in by `autosave.fill(form, typed)`; one of several parts reads `typed` as it
reads what was posted, without judging it. The template includes "parts/_draft_offer.html" above
the form and "parts/_autosave.html" within it, and puts "js/autosave.js" in `block js`.

Nothing lies in the browser, since machines are shared: the row is the user's own, sealed, and read
only behind the household's door and the form's own right to write. Without JavaScript nothing is
saved before the button is pressed.
"""

from households.autosave.pages import Autosave, answered, done, fill, page_of, typed

__all__ = ["Autosave", "answered", "done", "fill", "page_of", "typed"]
