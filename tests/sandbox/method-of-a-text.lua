-- expect: template/undefined
return ("x"):no_such()
