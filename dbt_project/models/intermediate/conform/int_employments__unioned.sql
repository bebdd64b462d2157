{{ union_conformed('employments') }}
