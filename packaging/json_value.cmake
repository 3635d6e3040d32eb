# cmake -D FILE=… -D WANT=GET|LENGTH -D "KEYS=models;0;id" -P json_value.cmake
# Prints one value of a JSON file, or how many entries it has.
file(READ "${FILE}" text)
string(JSON value ${WANT} "${text}" ${KEYS})
execute_process(COMMAND ${CMAKE_COMMAND} -E echo "${value}")
