package org.sparkbertopic.http;

import java.util.Objects;

/**
 * What a request is for, for messages.
 *
 * @param name of the model
 * @param verb what the server should do, as in "could not embed"
 * @param parameters what to check if the server refuses a request
 * @param keyPlace where the environment variable of the key is read, as in "on the driver"
 */
public record ApiTask(String name, String verb, String parameters, String keyPlace) {

  public ApiTask {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(verb, "verb");
    Objects.requireNonNull(parameters, "parameters");
    Objects.requireNonNull(keyPlace, "keyPlace");
  }
}
