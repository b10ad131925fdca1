package org.sparkbertopic.params;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.WritableTypeId;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.module.SimpleSerializers;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads and writes records by their components and their canonical constructor. Jackson's own way
 * looks at every method of a record and of its contract, which fails in a JVM without Spark: a part
 * may have methods that name Spark's classes.
 */
final class RecordJson extends SimpleModule {

  private static final long serialVersionUID = 1L;

  /**
   * @param isContract whether values of a type are parts that carry their name
   */
  RecordJson(Predicate<JavaType> isContract) {
    super("records");
    setSerializers(new RecordSerializers());
    setDeserializers(new RecordDeserializers(isContract));
  }

  private static final class RecordSerializers extends SimpleSerializers {

    private static final long serialVersionUID = 1L;

    @Override
    public JsonSerializer<?> findSerializer(
        SerializationConfig config, JavaType type, BeanDescription description) {
      return type.getRawClass().isRecord() ? new RecordWriter() : null;
    }
  }

  private static final class RecordDeserializers extends SimpleDeserializers {

    private static final long serialVersionUID = 1L;

    private final transient Predicate<JavaType> isContract;

    RecordDeserializers(Predicate<JavaType> isContract) {
      this.isContract = isContract;
    }

    @Override
    public JsonDeserializer<?> findBeanDeserializer(
        JavaType type, DeserializationConfig config, BeanDescription description) {
      if (type.getRawClass().isRecord()) {
        return new RecordReader(type.getRawClass());
      }
      return isContract.test(type) ? new NamedReader(type) : null;
    }

    @Override
    public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
      return type.isRecord();
    }
  }

  private static final class RecordWriter extends JsonSerializer<Object> {

    @Override
    public void serialize(Object value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartObject(value);
      writeComponents(value, json, provider);
      json.writeEndObject();
    }

    @Override
    public void serializeWithType(
        Object value, JsonGenerator json, SerializerProvider provider, TypeSerializer named)
        throws IOException {
      WritableTypeId start =
          named.writeTypePrefix(json, named.typeId(value, JsonToken.START_OBJECT));
      writeComponents(value, json, provider);
      named.writeTypeSuffix(json, start);
    }

    private static void writeComponents(
        Object value, JsonGenerator json, SerializerProvider provider) throws IOException {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        json.writeFieldName(component.getName());
        write(
            valueOf(value, component),
            provider.constructType(component.getGenericType()),
            json,
            provider);
      }
    }

    private static void write(
        Object value, JavaType declared, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (value == null) {
        provider.defaultSerializeNull(json);
        return;
      }
      if (declared.isContainerType()) {
        provider.findTypedValueSerializer(declared, true, null).serialize(value, json, provider);
        return;
      }
      JsonSerializer<Object> writer = provider.findValueSerializer(value.getClass());
      TypeSerializer named = provider.findTypeSerializer(declared);
      if (named == null) {
        writer.serialize(value, json, provider);
      } else {
        writer.serializeWithType(value, json, provider, named);
      }
    }

    private static Object valueOf(Object value, RecordComponent component) {
      try {
        component.getAccessor().setAccessible(true);
        return component.getAccessor().invoke(value);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("component " + component + " cannot be read", e);
      }
    }
  }

  private static final class RecordReader extends JsonDeserializer<Object> {

    private final Class<?> type;
    private final RecordComponent[] components;

    RecordReader(Class<?> type) {
      this.type = type;
      this.components = type.getRecordComponents();
    }

    @Override
    public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
      JsonNode tree = context.readTree(json);
      if (!tree.isObject()) {
        return context.reportInputMismatch(
            type, "%s must be an object, got %s", type.getSimpleName(), tree);
      }
      requireKnown(tree, json);
      Object[] values = new Object[components.length];
      Class<?>[] types = new Class<?>[components.length];
      for (int i = 0; i < values.length; i++) {
        types[i] = components[i].getType();
        values[i] = read(tree.get(components[i].getName()), components[i], context);
      }
      try {
        Constructor<?> canonical = type.getDeclaredConstructor(types);
        canonical.setAccessible(true);
        return canonical.newInstance(values);
      } catch (InvocationTargetException e) {
        return context.handleInstantiationProblem(type, null, e.getCause());
      } catch (ReflectiveOperationException e) {
        return context.handleInstantiationProblem(type, null, e);
      }
    }

    private void requireKnown(JsonNode tree, JsonParser json) throws IOException {
      List<Object> names =
          Arrays.stream(components).map(RecordComponent::getName).map(Object.class::cast).toList();
      for (Iterator<String> given = tree.fieldNames(); given.hasNext(); ) {
        String name = given.next();
        if (!names.contains(name)) {
          throw UnrecognizedPropertyException.from(json, type, name, names);
        }
      }
    }

    private Object read(JsonNode given, RecordComponent component, DeserializationContext context)
        throws IOException {
      if (given == null) {
        return context.reportInputMismatch(
            type, "%s lacks its parameter '%s'", type.getSimpleName(), component.getName());
      }
      if (!given.isNull()) {
        return context.readTreeAsValue(given, context.constructType(component.getGenericType()));
      }
      if (component.getType().isPrimitive()) {
        return context.reportInputMismatch(
            type, "%s must be given '%s', got null", type.getSimpleName(), component.getName());
      }
      return null;
    }
  }

  /** A part within another: its name chooses the record. */
  private static final class NamedReader extends JsonDeserializer<Object> {

    private final JavaType contract;

    NamedReader(JavaType contract) {
      this.contract = contract;
    }

    @Override
    public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return context.reportInputMismatch(
          contract, "%s must carry the name of a part", contract.getRawClass().getSimpleName());
    }
  }
}
