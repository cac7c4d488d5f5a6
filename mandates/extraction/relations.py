def partners_and_recipients(clause, context, words, owners):
    return (), ()
