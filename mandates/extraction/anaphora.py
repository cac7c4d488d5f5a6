from mandates.model import Party
def resolved(party, clause, context):
    return [party], None
