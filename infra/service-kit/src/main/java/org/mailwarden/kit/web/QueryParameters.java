// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.web;

import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names the query parameter that cannot be read. Without it the answer would be 404 (Jakarta REST 4.0, section 3.2), as if
 * the thing itself were not there.
 */
@Provider
public class QueryParameters implements ParamConverterProvider {

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> rawType, Type genericType, Annotation[] annotations) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof QueryParam parameter) {
                return (ParamConverter<T>) converter(parameter.value(), rawType);
            }
        }
        return null;
    }

    private static @Nullable ParamConverter<?> converter(String name, Class<?> type) {
        if (type == Integer.class) {
            return new Named<>(name, "a whole number", Integer::valueOf);
        }
        if (type == Long.class) {
            return new Named<>(name, "a whole number", Long::valueOf);
        }
        return type == UUID.class ? new Named<>(name, "an id (UUID)", UUID::fromString) : null;
    }

    private record Named<T>(String name, String kind, Function<String, T> reader) implements ParamConverter<T> {

        @Override
        public T fromString(String text) {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException unreadable) {
                if (name.equals("after")) {
                    throw Problems.invalidAfter();
                }
                throw Problems.of(
                        400, "invalid-" + name, "'" + name + "' is " + kind + ". Correct it or leave it out.");
            }
        }

        @Override
        public String toString(T value) {
            return String.valueOf(value);
        }
    }

    /** A parameter that cannot be read; only this kind of exception comes as it is through the reading of parameters. */
    static final class Unreadable extends WebApplicationException {

        private final transient HttpProblem problem;

        Unreadable(HttpProblem problem) {
            super(problem.getStatusCode());
            this.problem = problem;
        }
    }

    /** Answers with the problem. */
    @Provider
    @Priority(1)
    public static class UnreadableMapper extends ExceptionMapperBase<Unreadable> {

        @Override
        protected HttpProblem toProblem(Unreadable exception) {
            return exception.problem;
        }
    }
}
