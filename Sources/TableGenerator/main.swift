// TableGenerator
