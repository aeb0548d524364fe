var effect = null;
document.querySelector('button').onclick = () => { effect = document.getElementById('name').value + ' ' + document.querySelector('select').value; };
