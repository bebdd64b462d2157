{{ union_conformed('gl_lines') }}
