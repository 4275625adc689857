"""How things are said in English: number and verb forms, and a sign with its hedge as a clause."""
