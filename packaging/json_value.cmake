# cmake -D FILE=… -D "KEYS=models;0;id" -P json_value.cmake: prints one value of a JSON file.
file(READ "${FILE}" text)
string(JSON value GET "${text}" ${KEYS})
execute_process(COMMAND ${CMAKE_COMMAND} -E echo "${value}")
