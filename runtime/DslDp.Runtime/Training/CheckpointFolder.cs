using System.Globalization;
using DslDp.Reporting;
using static TorchSharp.torch;

namespace DslDp;

/// <summary>The weights after each epoch, one file an epoch.</summary>
internal sealed class CheckpointFolder(string path)
{
    /// <summary>Saves the weights under the number of the epoch; a file is whole or not there.</summary>
    /// <returns>The file.</returns>
    public string Save(nn.Module model, int epoch)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch:D4}.dat");
        var file = Path.Combine(path, name);
        AtomicFile.Write(file, temporary => model.save(temporary));
        return file;
    }
}
