// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says where a JSON body is wrong; quotes names and places, never values, because a value may be a password. */
@Provider
@Priority(1)
public class UnreadableJson implements ExceptionMapper<MismatchedInputException> {

    @Override
    public Response toResponse(MismatchedInputException exception) {
        return io.quarkiverse.resteasy.problem.HttpProblem.builder(
                        Problems.of(400, "json-unexpected", sentence(exception)))
                .with("traceId", UUID.randomUUID().toString().replace("-", ""))
                .build()
                .toResponse();
    }

    /**
     * Looks for the reason in a failure.
     *
     * @param failure what the body reader threw, absent when unknown
     * @return a sentence for people; empty when it is not about JSON
     */
    static Optional<String> explain(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonProcessingException json) {
                return Optional.of(sentence(json));
            }
        }
        return Optional.empty();
    }

    private static String sentence(JsonProcessingException failure) {
        String path = failure instanceof JsonMappingException mapping ? path(mapping) : "";
        return switch (failure) {
            case PropertyBindingException unknown ->
                "The body has a field '" + unknown.getPropertyName() + "' that is not known here. Check its spelling.";
            case InvalidFormatException format ->
                "The value of '" + path + "' is not of the kind "
                        + format.getTargetType().getSimpleName() + ".";
            case MismatchedInputException mismatched
            when path.isEmpty() -> "The body is JSON, but not of the expected form. Send one JSON object.";
            case MismatchedInputException mismatched -> "The value of '" + path + "' is not of the expected form.";
            default -> "The body is not JSON: it breaks off or goes wrong at " + place(failure.getLocation()) + ".";
        };
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null
                ? "an unknown place"
                : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String path(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }
}
