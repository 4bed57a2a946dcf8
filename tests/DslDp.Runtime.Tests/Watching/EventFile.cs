using System.Text;

namespace DslDp.Runtime.Tests.Watching;

/// <summary>Reads the scalars of a TensorBoard event file: TFRecord frames (length, checksum, message, checksum) around protobuf messages.</summary>
internal static class EventFile
{
    public static List<(string Tag, long Step, float Value)> Scalars(string folder)
    {
        var scalars = new List<(string, long, float)>();
        foreach (var file in Directory.GetFiles(folder, "events.out.tfevents.*"))
        {
            using var reader = new BinaryReader(File.OpenRead(file));
            while (reader.BaseStream.Position < reader.BaseStream.Length)
            {
                var length = (int)reader.ReadUInt64();
                reader.ReadUInt32();
                var message = Fields(reader.ReadBytes(length));
                reader.ReadUInt32();
                // Event: step = 2, summary = 5. Summary: value = 1. Value: tag = 1, simple_value = 2.
                if (message.TryGetValue(5, out var summary))
                {
                    var value = Fields((byte[])Fields((byte[])summary)[1]);
                    scalars.Add((Encoding.UTF8.GetString((byte[])value[1]), message.TryGetValue(2, out var step) ? (long)(ulong)step : 0, value.TryGetValue(2, out var number) ? (float)number : 0));
                }
            }
        }
        return scalars;
    }

    private static Dictionary<int, object> Fields(byte[] message)
    {
        var fields = new Dictionary<int, object>();
        using var reader = new BinaryReader(new MemoryStream(message));
        while (reader.BaseStream.Position < message.Length)
        {
            var key = reader.Read7BitEncodedInt();
            fields[key >> 3] = (key & 7) switch
            {
                0 => (ulong)reader.Read7BitEncodedInt64(),
                1 => reader.ReadDouble(),
                2 => reader.ReadBytes(reader.Read7BitEncodedInt()),
                5 => reader.ReadSingle(),
                var other => throw new InvalidDataException($"wire type {other}"),
            };
        }
        return fields;
    }
}
